// What nginx's workers have to know of the site.
#pragma once

#include <string>
#include <string_view>

#include "sidecar/config/config.h"
#include "sidecar/pages/facts.h"

namespace livecam::pages {

/// The content of /events, as ngx_module/pure/outline.h takes it: fields, an empty line, and
/// members of a JSON object: title, groups, and the weather at each camera, by slug. `version` is
/// another for every list of cameras and every design.
std::string site_outline(const config::Config& config, std::string_view version,
                         const Facts& facts);

}  // namespace livecam::pages
