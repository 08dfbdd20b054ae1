# Target nginx_headers: nginx's headers as system includes, checked against the server that will load
# the module. Three ways to get them:
#
#   (default)                       Debian's nginx-dev, configured with Debian's own flags
#   -DNGINX_SOURCE_DIR=TREE         a built tree (TREE/objs), or an unbuilt one: then a copy of it is
#                                   configured in the build directory, TREE itself is never written
#   -DNGINX_OBJS_DIR=DIR            where that tree's ngx_auto_config.h is, if not in TREE/objs
#
#   -DNGINX_BINARY=FILE             the server to check against (default: nginx in PATH); `none`: a
#                                   warning instead of the check
include(${CMAKE_CURRENT_LIST_DIR}/nginx_abi.cmake)

set(NGINX_SOURCE_DIR "" CACHE PATH "nginx source tree (default: Debian's nginx-dev)")
set(NGINX_OBJS_DIR "" CACHE PATH "directory of ngx_auto_config.h (default: NGINX_SOURCE_DIR/objs)")
set(NGINX_BINARY "" CACHE STRING "nginx that will load the module, or none (default: in PATH)")

set(livecam_nginx_debian_dir /usr/share/nginx/src)
set(livecam_nginx_work_dir ${CMAKE_BINARY_DIR}/nginx-objs)
# What an unbuilt tree is configured with: what distributions enable, and --with-compat, which makes
# the layout of nginx's structs independent of the rest.
set(livecam_nginx_common_flags
    --with-compat --with-threads --with-pcre-jit --with-http_ssl_module --with-http_v2_module
    --with-http_realip_module --with-http_dav_module --with-http_auth_request_module
    --with-http_slice_module --with-http_stub_status_module)

# Runs a configure command in <dir> unless <key> says that the result in the work dir is current.
function(livecam_nginx_configure key dir)
  set(stamp ${livecam_nginx_work_dir}/livecam-stamp)
  if(EXISTS ${stamp})
    file(READ ${stamp} old)
    if(old STREQUAL key)
      return()
    endif()
  endif()
  message(STATUS "nginx: configuring the headers of ${dir}")
  file(REMOVE_RECURSE ${livecam_nginx_work_dir}/objs)
  file(MAKE_DIRECTORY ${livecam_nginx_work_dir})
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${dir} RESULT_VARIABLE failed
                  OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(failed)
    string(LENGTH "${text}" length)
    math(EXPR from "${length} > 1500 ? ${length} - 1500 : 0")
    string(SUBSTRING "${text}" ${from} -1 text)
    message(FATAL_ERROR "nginx: configure failed in ${dir}:\n${text}\n"
                        "  A missing library is in Debian's libpcre2-dev, libssl-dev or zlib1g-dev: "
                        "`make deps` installs them.")
  endif()
  file(WRITE ${stamp} "${key}")
endfunction()

if(NGINX_SOURCE_DIR)
  set(source ${NGINX_SOURCE_DIR})
  if(NOT EXISTS ${source}/src/core/nginx.h)
    message(FATAL_ERROR "NGINX_SOURCE_DIR=${source}: no src/core/nginx.h there: name the root of an "
                        "nginx source tree")
  endif()
else()
  set(source ${livecam_nginx_debian_dir})
  if(NOT EXISTS ${source}/conf_flags)
    message(FATAL_ERROR "nginx: no headers in ${source}: install Debian's nginx-dev (`make deps`), or "
                        "name a source tree with -DNGINX_SOURCE_DIR=…")
  endif()
endif()

file(SHA256 ${source}/src/core/nginx.h key)
string(APPEND key " ${source} ${CMAKE_C_COMPILER}")
if(NOT NGINX_SOURCE_DIR)
  file(SHA256 ${source}/conf_flags flags_key)
  set(objs ${livecam_nginx_work_dir}/objs)
  livecam_nginx_configure(
    "${key} ${flags_key}" ${source} bash -c
    "source ./conf_flags && ./configure \"\${NGX_CONF_FLAGS[@]}\" --with-cc=\"$0\" --builddir=\"$1\""
    ${CMAKE_C_COMPILER} ${objs})
elseif(NGINX_OBJS_DIR OR EXISTS ${source}/objs/ngx_auto_config.h)
  set(objs ${NGINX_OBJS_DIR})
  if(NOT objs)
    set(objs ${source}/objs)
  endif()
  if(NOT EXISTS ${objs}/ngx_auto_config.h)
    message(FATAL_ERROR "NGINX_OBJS_DIR=${objs}: no ngx_auto_config.h there: name the objs directory "
                        "of a configured nginx")
  endif()
else()
  set(objs ${livecam_nginx_work_dir}/objs)
  set(copy ${livecam_nginx_work_dir}/source)
  set(configure_script configure)
  if(NOT EXISTS ${source}/configure)
    set(configure_script auto/configure)  # a checkout rather than a release
  endif()
  livecam_nginx_configure(
    "${key} ${livecam_nginx_common_flags}" ${source} bash -c
    "rm -rf -- \"$0\" && cp -r . \"$0\" && cd \"$0\" && exec \"$@\""
    ${copy} ./${configure_script} ${livecam_nginx_common_flags} --with-cc=${CMAKE_C_COMPILER}
    --builddir=${objs})
endif()

set(includes ${objs} ${source}/src/core ${source}/src/event ${source}/src/event/modules
             ${source}/src/os/unix ${source}/src/http ${source}/src/http/modules
             ${source}/src/http/v2)
if(EXISTS ${source}/src/http/v3)
  list(APPEND includes ${source}/src/http/v3 ${source}/src/event/quic)
endif()
add_library(nginx_headers INTERFACE)
target_include_directories(nginx_headers SYSTEM INTERFACE ${includes})
set_target_properties(nginx_headers PROPERTIES LIVECAM_SOURCE ${source})

livecam_nginx_source_version(version ${source})
livecam_nginx_source_signature(signature ${CMAKE_C_COMPILER} ${livecam_nginx_work_dir} ${includes})
set(LIVECAM_NGINX "" CACHE INTERNAL "the nginx that was checked; tests run it")
if(NGINX_BINARY STREQUAL "none")
  message(WARNING "nginx: headers ${version}, signature ${signature}, not checked against a server "
                  "(NGINX_BINARY=none)")
else()
  set(binary ${NGINX_BINARY})
  if(NOT binary)
    find_program(LIVECAM_NGINX_IN_PATH nginx PATHS /usr/sbin /usr/local/sbin)
    set(binary ${LIVECAM_NGINX_IN_PATH})
  endif()
  if(NOT EXISTS "${binary}")
    message(FATAL_ERROR "nginx: no server to check the module against (${binary}): install Debian's "
                        "nginx (`make deps`), name one with -DNGINX_BINARY=FILE, or build without "
                        "the check: -DNGINX_BINARY=none")
  endif()
  livecam_nginx_abi_problem(problem BINARY ${binary} SOURCE ${source} VERSION ${version}
                            SIGNATURE ${signature})
  if(problem)
    message(FATAL_ERROR "${problem}")
  endif()
  set(LIVECAM_NGINX ${binary} CACHE INTERNAL "the nginx that was checked; tests run it")
endif()
include(${CMAKE_CURRENT_LIST_DIR}/nginx_module.cmake)
