# `cmake --install` and the Debian packages, which hold the same files: components livecam (sidecar,
# livecamctl, units, configuration) and module.

set(from ${CMAKE_SOURCE_DIR}/conf)
# Not below the prefix: the units, and nginx, look there.
set(LIVECAM_SYSCONFDIR /etc CACHE PATH "where configuration is installed")
set(LIVECAM_CONTACT "livecam <livecam@packages.invalid>" CACHE STRING
    "who answers for the packages: Name <address>")
set(settings_page ${CMAKE_BINARY_DIR}/cameras.json.5)
add_custom_command(OUTPUT ${settings_page}
  COMMAND ${CMAKE_COMMAND} -DSCHEMA=${from}/schema.json -DIN=${from}/man/cameras.json.5.in -DOUT=${settings_page}
          -P ${from}/man/settings.cmake
  DEPENDS ${from}/schema.json ${from}/man/cameras.json.5.in ${from}/man/settings.cmake
  COMMENT "Writing cameras.json(5)" VERBATIM)
add_custom_target(livecam_manual ALL DEPENDS ${settings_page})
set(documents ${CMAKE_BINARY_DIR}/documents)
file(MAKE_DIRECTORY ${documents})

# livecam_install_manual(<file> <component>): a page of the manual, compressed, as Debian wants it.
function(livecam_install_manual file component)
  get_filename_component(name ${file} NAME)
  string(REGEX MATCH "[1-8]$" section ${name})
  install(CODE "execute_process(COMMAND gzip -9nc ${file} OUTPUT_FILE ${documents}/${name}.gz
                                COMMAND_ERROR_IS_FATAL ANY)" COMPONENT ${component})
  install(FILES ${documents}/${name}.gz DESTINATION share/man/man${section} COMPONENT ${component})
endfunction()

install(CODE "
  execute_process(COMMAND ${CMAKE_COMMAND} -DTO=${documents}
                          -DVERSION=${PROJECT_VERSION} \"-DCONTACT=${LIVECAM_CONTACT}\"
                          -P ${from}/packages/changelog.cmake COMMAND_ERROR_IS_FATAL ANY)"
        ALL_COMPONENTS)
install(TARGETS livecamd livecamctl RUNTIME DESTINATION bin COMPONENT livecam)
# The unit names its programs in full, and the prefix is only known now.
install(CODE "
  file(READ ${from}/systemd/livecamd.service unit)
  string(REPLACE =/usr/bin/ \"=\${CMAKE_INSTALL_PREFIX}/bin/\" unit \"\${unit}\")
  file(WRITE ${CMAKE_BINARY_DIR}/livecamd.service \"\${unit}\")" COMPONENT livecam)
install(FILES ${CMAKE_BINARY_DIR}/livecamd.service ${from}/systemd/run-livecam.mount
              ${from}/systemd/livecam-huge-pages.service
        DESTINATION lib/systemd/system COMPONENT livecam)
install(FILES ${from}/systemd/livecam-sysusers.conf DESTINATION lib/sysusers.d RENAME livecam.conf
        COMPONENT livecam)
install(FILES ${from}/systemd/livecam-tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME livecam.conf
        COMPONENT livecam)
install(FILES ${from}/cameras.json DESTINATION ${LIVECAM_SYSCONFDIR}/livecam
        COMPONENT livecam)
livecam_install_manual(${from}/man/livecamd.8 livecam)
livecam_install_manual(${from}/man/livecamctl.1 livecam)
livecam_install_manual(${settings_page} livecam)
# bash looks for a file of the command's name.
foreach(command livecamd livecamctl)
  install(FILES ${from}/completion/livecamctl.bash DESTINATION share/bash-completion/completions RENAME ${command}
          COMPONENT livecam)
endforeach()
install(FILES ${from}/schema.json DESTINATION share/livecam COMPONENT livecam)
install(FILES ${from}/nginx.conf ${from}/livecam-site.conf ${from}/livecam-production.conf
              ${from}/livecam-cache.conf DESTINATION share/doc/livecam/examples
        COMPONENT livecam)
install(FILES README.md CHANGELOG.md DESTINATION share/doc/livecam COMPONENT livecam)
install(FILES LICENSE DESTINATION share/doc/livecam RENAME copyright COMPONENT livecam)
install(FILES ${documents}/livecam.changelog.gz DESTINATION share/doc/livecam RENAME changelog.gz
        COMPONENT livecam)

install(TARGETS ngx_http_livecam_module LIBRARY DESTINATION lib/nginx/modules COMPONENT module)
install(FILES ${from}/packages/module/mod-http-livecam.conf
        DESTINATION share/nginx/modules-available COMPONENT module)
install(FILES ${from}/packages/module/site.conf RENAME livecam
        DESTINATION ${LIVECAM_SYSCONFDIR}/nginx/sites-available COMPONENT module)
livecam_install_manual(${from}/man/ngx_http_livecam_module.8 module)
install(FILES LICENSE DESTINATION share/doc/libnginx-mod-http-livecam RENAME copyright
        COMPONENT module)
install(FILES ${documents}/libnginx-mod-http-livecam.changelog.gz RENAME changelog.gz
        DESTINATION share/doc/libnginx-mod-http-livecam COMPONENT module)

# Debian's nginx says by nginx-abi-… which modules it will load.
set(abi nginx)
if(LIVECAM_NGINX)
  execute_process(COMMAND dpkg-query -W -f "\${Provides}" nginx OUTPUT_VARIABLE provides ERROR_QUIET)
  if(provides MATCHES "nginx-abi-[0-9.-]+[0-9]")
    set(abi ${CMAKE_MATCH_0})
  endif()
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL livecam module)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CONTACT "${LIVECAM_CONTACT}")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LIVECAM_PACKAGE_NAME livecam)
set(CPACK_DEBIAN_LIVECAM_PACKAGE_SECTION web)
set(CPACK_DEBIAN_LIVECAM_PACKAGE_DEPENDS "passwd, tzdata, ca-certificates")
set(CPACK_DEBIAN_LIVECAM_PACKAGE_RECOMMENDS libnginx-mod-http-livecam)
set(CPACK_DEBIAN_LIVECAM_DESCRIPTION "fetches camera pictures and publishes them for nginx")
set(CPACK_DEBIAN_MODULE_PACKAGE_NAME libnginx-mod-http-livecam)
set(CPACK_DEBIAN_MODULE_PACKAGE_SECTION web)
set(CPACK_DEBIAN_MODULE_PACKAGE_DEPENDS ${abi})
set(CPACK_DEBIAN_MODULE_PACKAGE_RECOMMENDS livecam)
set(CPACK_DEBIAN_MODULE_DESCRIPTION "nginx module that serves live cameras from memory")
foreach(component livecam module)
  string(TOUPPER ${component} upper)
  set(scripts ${from}/packages/${component})
  set(CPACK_DEBIAN_${upper}_PACKAGE_CONTROL_EXTRA
      "${scripts}/postinst;${scripts}/prerm;${scripts}/postrm;${scripts}/conffiles")
  set(CPACK_DEBIAN_${upper}_PACKAGE_CONTROL_STRICT_PERMISSION ON)
endforeach()
include(CPack)
