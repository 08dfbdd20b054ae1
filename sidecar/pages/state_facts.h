// What the sidecar adds to /api/state.json, which nginx's workers compute.
#pragma once

#include <string>

#include "sidecar/config/config.h"
#include "sidecar/pages/body.h"
#include "sidecar/pages/facts.h"

namespace livecam::pages {

/// Fields, an empty line, and members of a JSON object, as ngx_module/pure/state_document.h takes
/// them: site.prefix, the groups' ids in the order of Descriptor::groups, their names, the title,
/// and the weather at each camera, by slug.
std::string state_facts(const config::Config& config, const Facts& facts);

/// The entry /api/state.json with them, without headers.
Body state_body(const config::Config& config, const Facts& facts);

}  // namespace livecam::pages
