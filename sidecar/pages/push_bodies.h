// What nginx workers have to know of the site to push its changes.
#pragma once

#include <string>
#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/pages/body.h"
#include "sidecar/pages/facts.h"

namespace livecam::pages {

/// /events, computed by the worker. Its content is the site's outline, from which /api/state.json is
/// made as well; `version` is wall_version's.
Body events_body(const config::Config& config, const std::string& version, const Facts& facts);

/// Each camera's /stream/<slug>, computed by the worker.
std::vector<Body> stream_bodies(const config::Config& config);

/// Another one for every list of cameras and every design. `design` is the text of the templates
/// that are no group's page.
std::string wall_version(const std::vector<std::string>& group_etags, const std::string& design);

}  // namespace livecam::pages
