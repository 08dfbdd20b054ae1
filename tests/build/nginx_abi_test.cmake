# The check of ngx_module/nginx_abi.cmake against copies of the real server with one string edited.
# cmake -DNGINX=… -DSOURCE=… -DINCLUDES=… -DCOMPILER=… -DWORK=… -P nginx_abi_test.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/../../ngx_module/nginx_abi.cmake)

file(MAKE_DIRECTORY ${WORK})
livecam_nginx_source_version(version ${SOURCE})
livecam_nginx_source_signature(signature ${COMPILER} ${WORK} ${INCLUDES})

# fake(<name> <text> <other text of the same length>): a copy of nginx with that edit.
function(fake name from to)
  file(COPY_FILE ${NGINX} ${WORK}/${name})
  execute_process(COMMAND sed -i "s|${from}|${to}|" ${WORK}/${name}
                  COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# expect(<binary> <regex…>): the problem reported about it matches each; none given: no problem.
function(expect binary)
  livecam_nginx_abi_problem(problem BINARY ${binary} SOURCE ${SOURCE} VERSION ${version}
                            SIGNATURE ${signature})
  if(NOT ARGN AND problem)
    message(SEND_ERROR "${binary}: unexpected: ${problem}")
  endif()
  foreach(regex IN LISTS ARGN)
    if(NOT problem MATCHES "${regex}")
      message(SEND_ERROR "${binary}: no match for [${regex}] in [${problem}]")
    endif()
  endforeach()
endfunction()

expect(${NGINX})

fake(other_version "nginx version: nginx/${version}" "nginx version: nginx/9.99.9")
expect(${WORK}/other_version "headers are nginx ${version}, the binary is nginx 9.99.9"
       "-DNGINX_SOURCE_DIR=")

# NGX_HAVE_EPOLL is digit 6, NGX_HTTP_DAV digit 31 (src/core/ngx_module.h of every 1.x release).
string(REGEX MATCH "^(.*,)(.....)1(........................)1(.*)$" ignored ${signature})
fake(other_features ${signature} "${CMAKE_MATCH_1}${CMAKE_MATCH_2}0${CMAKE_MATCH_3}0${CMAKE_MATCH_4}")
expect(${WORK}/other_features "position 6, NGX_HAVE_EPOLL: headers yes, binary no\n"
       "features:\n    position 6,[^\n]*\n    position 31, NGX_HTTP_DAV: headers yes, binary no\n  headers")

string(REGEX REPLACE "^8,4,8" "4,4,4" narrow ${signature})
fake(other_sizes ${signature} ${narrow})
expect(${WORK}/other_sizes "sizes of pointer[^\n]*: headers 8,4,8, binary 4,4,4\n")

fake(no_signature ${signature} "this text has the length of a signature.")
expect(${WORK}/no_signature "built without support for dynamic modules")

expect(/bin/true "`/bin/true -v` does not report an nginx version")
