// The files that cameras' settings name: credentials and certificate authorities.
#pragma once

#include <string>

#include "sidecar/config/config.h"
#include "sidecar/config/load.h"

namespace livecam::config {

/// Reads each file once, fills auth.user, auth.password and tls.ca of the cameras, and adds to
/// config.warnings what others may read. A relative name is looked up in $CREDENTIALS_DIRECTORY
/// (systemd.exec(5), LoadCredential=), then in `directory`, the configuration's own. A credentials
/// file holds one line, user:password. Pointers are those of our own shape.
Problems read_reach_files(Config& config, const std::string& directory);

}  // namespace livecam::config
