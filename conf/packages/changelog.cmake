# changelog.cmake: run at installation with TO, VERSION and CONTACT; writes the packages' changelogs in
# the form of deb-changelog(5), compressed.
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
foreach(package livecam libnginx-mod-http-livecam)
  set(file ${TO}/${package}.changelog)
  file(WRITE ${file} "${package} (${VERSION}) unstable; urgency=medium\n\n"
       "  * What is new: /usr/share/doc/livecam/CHANGELOG.md\n\n -- ${CONTACT}  ${date}\n")
  execute_process(COMMAND gzip -9nc ${file} OUTPUT_FILE ${file}.gz COMMAND_ERROR_IS_FATAL ANY)
endforeach()
