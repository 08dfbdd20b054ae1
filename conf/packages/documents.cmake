# documents.cmake: run at installation with FROM (the sources), SETTINGS (a page that was made), TO,
# VERSION and CONTACT; writes what Debian wants to find compressed: the manual, and a changelog in the
# form of deb-changelog(5).
function(compress file to)
  execute_process(COMMAND gzip -9nc ${file} OUTPUT_FILE ${to} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(MAKE_DIRECTORY ${TO})
file(GLOB manuals ${FROM}/conf/man/*.[1-8])
foreach(manual IN LISTS manuals SETTINGS)
  get_filename_component(name ${manual} NAME)
  compress(${manual} ${TO}/${name}.gz)
endforeach()

string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
foreach(package livecam libnginx-mod-http-livecam)
  file(WRITE ${TO}/${package}.changelog "${package} (${VERSION}) unstable; urgency=medium\n\n"
       "  * What is new: /usr/share/doc/livecam/CHANGELOG.md\n\n -- ${CONTACT}  ${date}\n")
  compress(${TO}/${package}.changelog ${TO}/${package}.changelog.gz)
endforeach()
