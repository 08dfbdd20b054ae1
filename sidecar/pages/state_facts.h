// What the sidecar adds to /api/state.json, which nginx's workers compute.
#pragma once

#include <string>

#include "sidecar/config/config.h"

namespace livecam::pages {

/// Fields, an empty line, and members of a JSON object, as ngx_module/pure/state_document.h takes
/// them: site.prefix, the groups' ids in the order of Descriptor::groups, their names and the
/// title.
std::string state_facts(const config::Config& config);

}  // namespace livecam::pages
