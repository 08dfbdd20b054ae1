# Would this nginx load a module built from these headers? nginx compares two things and says little
# about either ("is not binary compatible"); here they are compared at configure time, in words.
#
#   version    NGINX_VERSION of src/core/nginx.h       against  `nginx -v`
#   signature  NGX_MODULE_SIGNATURE of ngx_module.h:   against  that string in the binary
#              three sizes, then one digit per feature
include_guard()

# The version in the headers of <source>, like 1.22.1.
function(livecam_nginx_source_version out source)
  file(STRINGS ${source}/src/core/nginx.h line REGEX "^#define NGINX_VERSION ")
  string(REGEX REPLACE ".*\"(.*)\".*" "\\1" version "${line}")
  if(NOT version)
    message(FATAL_ERROR "${source}/src/core/nginx.h: no NGINX_VERSION: is this an nginx source tree?")
  endif()
  set(${out} "${version}" PARENT_SCOPE)
endfunction()

# The signature that a module compiled with <compiler> and <include dirs…> would carry.
function(livecam_nginx_source_signature out compiler work_dir)
  set(file ${work_dir}/signature.c)
  file(WRITE ${file} "#include <ngx_config.h>\n#include <ngx_core.h>\n"
                     "livecam_signature NGX_MODULE_SIGNATURE\n")
  list(TRANSFORM ARGN PREPEND -I OUTPUT_VARIABLE includes)
  execute_process(COMMAND ${compiler} -E -P ${includes} ${file}
                  RESULT_VARIABLE failed OUTPUT_VARIABLE text ERROR_VARIABLE errors)
  if(failed)
    message(FATAL_ERROR "nginx's headers do not compile with ${compiler}:\n${errors}")
  endif()
  string(REGEX MATCH "livecam_signature[^\n]*" line "${text}")
  string(REGEX REPLACE "livecam_signature|[\" \t]" "" signature "${line}")
  set(${out} "${signature}" PARENT_SCOPE)
endfunction()

# The version that <binary> reports; empty when it cannot be run.
function(livecam_nginx_binary_version out binary)
  execute_process(COMMAND ${binary} -v RESULT_VARIABLE ignored OUTPUT_VARIABLE text
                  ERROR_VARIABLE text)
  string(REGEX MATCH "nginx version: [^/\n]*/([0-9]+\\.[0-9]+\\.[0-9]+)" ignored "${text}")
  set(${out} "${CMAKE_MATCH_1}" PARENT_SCOPE)
endfunction()

# The signature inside <binary>; empty when there is none.
function(livecam_nginx_binary_signature out binary)
  file(STRINGS ${binary} found REGEX "^[0-9]+,[0-9]+,[0-9]+,[01]+$" LIMIT_COUNT 1)
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

# One line per position in which signature <ours> differs from <theirs>, named by the condition that
# ngx_module.h attaches to that digit.
function(livecam_nginx_signature_differences out module_h ours theirs)
  set(words no yes)
  set(lines "")
  foreach(whose ours theirs)
    string(REGEX MATCH "^(.*),([01]+)$" ignored "${${whose}}")
    set(${whose}_sizes "${CMAKE_MATCH_1}")
    set(${whose} "${CMAKE_MATCH_2}")
    string(LENGTH "${CMAKE_MATCH_2}" ${whose}_length)
  endforeach()
  if(NOT ours_sizes STREQUAL theirs_sizes)
    string(APPEND lines "    sizes of pointer, sig_atomic_t and time_t: headers ${ours_sizes}, "
                        "binary ${theirs_sizes}\n")
  endif()
  if(NOT ours_length EQUAL theirs_length)
    string(APPEND lines "    features: headers have ${ours_length}, binary ${theirs_length}\n")
  endif()

  file(READ ${module_h} text)
  set(length ${ours_length})
  if(theirs_length LESS length)
    set(length ${theirs_length})
  endif()
  foreach(position RANGE 1 ${length})
    math(EXPR at "${position} - 1")
    string(SUBSTRING "${ours}" ${at} 1 our_digit)
    string(SUBSTRING "${theirs}" ${at} 1 their_digit)
    if(NOT our_digit EQUAL their_digit)
      string(REGEX MATCH "#if \\(([^\n]*)\\)\n#define NGX_MODULE_SIGNATURE_${position} " ignored
                         "${text}")
      set(meaning "${CMAKE_MATCH_1}")
      if(NOT meaning)
        set(meaning "a constant of this nginx version")
      endif()
      list(GET words ${our_digit} our_word)
      list(GET words ${their_digit} their_word)
      string(APPEND lines
             "    position ${position}, ${meaning}: headers ${our_word}, binary ${their_word}\n")
    endif()
  endforeach()
  set(${out} "${lines}" PARENT_SCOPE)
endfunction()

# livecam_nginx_abi_problem(<out> BINARY … SOURCE … VERSION … SIGNATURE …): empty when BINARY will
# load a module with that version and signature, else what differs and what to do about it.
function(livecam_nginx_abi_problem out)
  cmake_parse_arguments(ARG "" "BINARY;SOURCE;VERSION;SIGNATURE" "" ${ARGN})
  string(CONCAT remedy
         "\n  Remedy: name the server that will load the module with -DNGINX_BINARY=FILE"
         "\n  and the source it was built from with -DNGINX_SOURCE_DIR=DIR [-DNGINX_OBJS_DIR=DIR]"
         "\n  (Debian's nginx goes with its nginx-dev); -DNGINX_BINARY=none skips this check.")
  set(subject "nginx: ${ARG_BINARY} will not load a module built from ${ARG_SOURCE}\n")
  set(problem "")

  livecam_nginx_binary_version(version ${ARG_BINARY})
  livecam_nginx_binary_signature(signature ${ARG_BINARY})
  if(NOT version)
    string(CONCAT problem "nginx: `${ARG_BINARY} -v` does not report an nginx version" "${remedy}")
  elseif(NOT version STREQUAL ARG_VERSION)
    string(CONCAT problem "${subject}  the headers are nginx ${ARG_VERSION}, "
                          "the binary is nginx ${version}" "${remedy}")
  elseif(NOT signature)
    string(CONCAT problem "nginx: ${ARG_BINARY} carries no module signature:\n"
                          "  it was built without support for dynamic modules" "${remedy}")
  elseif(NOT signature STREQUAL ARG_SIGNATURE)
    livecam_nginx_signature_differences(differences ${ARG_SOURCE}/src/core/ngx_module.h
                                        ${ARG_SIGNATURE} ${signature})
    string(CONCAT problem "${subject}  both are nginx ${version}, with different features:\n"
                          "${differences}"
                          "  headers ${ARG_SIGNATURE}\n  binary  ${signature}" "${remedy}")
  endif()
  set(${out} "${problem}" PARENT_SCOPE)
endfunction()
