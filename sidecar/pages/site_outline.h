// What nginx's workers have to know of the site.
#pragma once

#include <string>
#include <string_view>

#include "sidecar/config/config.h"

namespace livecam::pages {

/// The content of /events, as ngx_module/pure/outline.h takes it: fields, an empty line, and
/// members of a JSON object. `version` is another for every list of cameras and every design.
std::string site_outline(const config::Config& config, std::string_view version);

}  // namespace livecam::pages
