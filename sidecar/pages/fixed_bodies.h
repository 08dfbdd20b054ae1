// Answers that need no template and follow only the configuration.
#pragma once

#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/pages/body.h"

namespace livecam::pages {

/// The addresses lcc.live gave out (base64 of a camera's address): pages lead to those by slug with
/// 301, pictures are the same pictures. None without site.legacy_ids.
std::vector<Body> legacy_redirects(const config::Config& config);

/// What is answered below /image/, /camera/ and /api/canyon/ where nothing else is.
std::vector<Body> misses(const config::Config& config);

/// 410 for all addresses of cameras that were switched off.
std::vector<Body> gone(const config::Config& config);

/// /api/state.json, /healthcheck, /_/metrics and /_/version, computed by whoever answers.
std::vector<Body> computed();

}  // namespace livecam::pages
