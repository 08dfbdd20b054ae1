# livecam_build_info: <build_info.h>, for the few files that tell people. The commit is "unknown"
# outside a Git tree, and ends in "+" if files differ from it. The time is SOURCE_DATE_EPOCH, else the
# commit's, so that what is built again is the same; without either it is the time of configuring.
set(LIVECAM_COMMIT "unknown")
set(seconds "$ENV{SOURCE_DATE_EPOCH}")
find_package(Git QUIET)
if(GIT_FOUND)
  execute_process(COMMAND ${GIT_EXECUTABLE} log -1 --format=%h\;%ct WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
                  OUTPUT_VARIABLE commit RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE
                  ERROR_QUIET)
  if(NOT failed)
    list(GET commit 0 LIVECAM_COMMIT)
    if("${seconds}" STREQUAL "")
      list(GET commit 1 seconds)
    endif()
    execute_process(COMMAND ${GIT_EXECUTABLE} diff --quiet HEAD WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
                    RESULT_VARIABLE differs OUTPUT_QUIET ERROR_QUIET)
    if(differs)
      string(APPEND LIVECAM_COMMIT "+")
    endif()
  endif()
endif()
if("${seconds}" STREQUAL "")
  string(TIMESTAMP seconds "%s" UTC)
endif()
set(ENV{SOURCE_DATE_EPOCH} ${seconds})
string(TIMESTAMP LIVECAM_BUILD_TIME "%Y-%m-%dT%H:%M:%SZ" UTC)  # of SOURCE_DATE_EPOCH

add_library(livecam_build_info INTERFACE)
configure_file(${CMAKE_CURRENT_LIST_DIR}/build_info.h.in ${CMAKE_BINARY_DIR}/generated/build_info.h
               @ONLY)
target_include_directories(livecam_build_info INTERFACE ${CMAKE_BINARY_DIR}/generated)
