// Rules over several settings, which a schema cannot state.
#pragma once

#include "sidecar/config/config.h"
#include "sidecar/config/lcc_live.h"
#include "sidecar/config/load.h"

namespace livecam::config {

/// Slugs, ids and group ids that clash or are empty, and settings that contradict each other.
/// Pointers are those of our own shape; those named inside a rule are the file's.
Problems check_rules(const Config& config, const Origin& origin);

}  // namespace livecam::config
