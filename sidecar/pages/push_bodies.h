// What nginx workers have to know of the site to push its changes.
#pragma once

#include <string>
#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/pages/body.h"

namespace livecam::pages {

/// /events and each camera's /stream/<slug>: computed by the worker. The content of /events is the
/// site's outline, from which /api/state.json is made as well.
std::vector<Body> push_bodies(const config::Config& config,
                              const std::vector<std::string>& group_etags);

}  // namespace livecam::pages
