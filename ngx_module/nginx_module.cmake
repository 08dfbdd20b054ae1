# livecam_nginx_module(<name> SOURCES … [LIBRARIES …]): build/<name>.so, for nginx's load_module.
#
# <name> is also the name of the ngx_module_t that SOURCES define with C linkage. Nothing in it may
# throw or use RTTI (a callback of nginx has nobody to catch), and nothing but nginx's three symbols
# is exported: nginx loads modules with RTLD_GLOBAL, so every other name could collide.
#
# With LIVECAM_SANITIZE the module needs the sanitizer's runtime, which a server built without it has
# to preload: LIVECAM_NGINX_PRELOAD holds what goes into LD_PRELOAD, and is empty otherwise.
function(livecam_nginx_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
  set(symbols ${CMAKE_CURRENT_BINARY_DIR}/${name}_symbols.c)
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/module_symbols.c.in ${symbols} @ONLY)
  set(map ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/module_symbols.map)

  add_library(${name} MODULE ${ARG_SOURCES} ${symbols})
  target_link_libraries(${name} PRIVATE livecam_options nginx_headers ${ARG_LIBRARIES})
  target_compile_options(${name} PRIVATE -fvisibility=hidden
                                         $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)
  target_link_options(${name} PRIVATE -Wl,--version-script=${map})
  set_target_properties(${name} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}
                                           LINK_DEPENDS ${map})
endfunction()

set(preload "")
if(LIVECAM_SANITIZE)
  foreach(sanitizer address:asan undefined:ubsan thread:tsan)
    string(REPLACE ":" ";" sanitizer ${sanitizer})
    list(GET sanitizer 0 option)
    list(GET sanitizer 1 runtime)
    if("${LIVECAM_SANITIZE}" MATCHES "${option}" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=lib${runtime}.so
                      OUTPUT_VARIABLE file OUTPUT_STRIP_TRAILING_WHITESPACE)
      file(REAL_PATH ${file} file)
      string(APPEND preload "${file} ")
    endif()
  endforeach()
  string(STRIP "${preload}" preload)
endif()
set(LIVECAM_NGINX_PRELOAD "${preload}" CACHE INTERNAL "LD_PRELOAD for an nginx without sanitizers")
