# livecam_embed(<target> NAMESPACE <ns> HEADER <path> [BASE <dir>] FILES <file>…)
#
# Builds files into <target>. `#include "<path>"` then declares in <ns>:
#   std::span<const livecam::EmbeddedFile> files();            in the order given
#   std::optional<std::string_view> file(std::string_view name);
# A file's name is its path relative to BASE (default: the current source directory). Bytes are
# carried over as they are (.incbin), followed by a NUL that is not part of the view.
function(livecam_embed target)
  cmake_parse_arguments(ARG "" "NAMESPACE;HEADER;BASE" "FILES" ${ARGN})
  if(NOT ARG_NAMESPACE OR NOT ARG_HEADER OR NOT ARG_FILES)
    message(FATAL_ERROR "livecam_embed(${target}): NAMESPACE, HEADER and FILES are needed")
  endif()
  if(NOT ARG_BASE)
    set(ARG_BASE ${CMAKE_CURRENT_SOURCE_DIR})
  endif()

  string(MAKE_C_IDENTIFIER "livecam_embedded_${ARG_NAMESPACE}" stem)
  set(include_dir ${CMAKE_CURRENT_BINARY_DIR}/embed_${target})
  set(source ${include_dir}/${stem}.cpp)
  set(index 0)
  set(sources "")
  set(externs "")
  set(blocks "")
  set(rows "")
  foreach(path IN LISTS ARG_FILES)
    cmake_path(ABSOLUTE_PATH path BASE_DIRECTORY ${ARG_BASE} NORMALIZE)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${ARG_BASE} OUTPUT_VARIABLE name)
    set(symbol ${stem}_${index})
    list(APPEND sources ${path})
    string(APPEND externs "extern const char ${symbol}[];\n"
                          "extern const std::uint64_t ${symbol}_length;\n")
    string(APPEND blocks "LIVECAM_EMBED(\"${symbol}\", R\"(${path})\")\n")
    string(APPEND rows "    {R\"(${name})\", {${symbol}, ${symbol}_length}},\n")
    math(EXPR index "${index} + 1")
  endforeach()

  set(LIVECAM_EMBED_NAMESPACE ${ARG_NAMESPACE})
  set(LIVECAM_EMBED_HEADER ${ARG_HEADER})
  set(LIVECAM_EMBED_EXTERNS "${externs}")
  set(LIVECAM_EMBED_BLOCKS "${blocks}")
  set(LIVECAM_EMBED_ROWS "${rows}")
  configure_file(${CMAKE_SOURCE_DIR}/sidecar/embedded.h.in ${include_dir}/${ARG_HEADER} @ONLY)
  configure_file(${CMAKE_SOURCE_DIR}/sidecar/embedded.cpp.in ${source} @ONLY)
  # The compiler does not see what the assembler reads.
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${sources}")
  target_sources(${target} PRIVATE ${source})
  target_include_directories(${target} PUBLIC ${include_dir})
endfunction()
