// What nginx workers have to know of the site to push its changes.
#pragma once

#include <string>
#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/pages/body.h"
#include "sidecar/pages/facts.h"

namespace livecam::pages {

/// /events, computed by the worker. Its content is the site's outline, from which /api/state.json is
/// made as well.
Body events_body(const config::Config& config, const std::vector<std::string>& group_etags,
                 const Facts& facts);

/// Each camera's /stream/<slug>, computed by the worker.
std::vector<Body> stream_bodies(const config::Config& config);

}  // namespace livecam::pages
