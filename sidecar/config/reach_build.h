// The settings of reach.h from their JSON.
#pragma once

#include "sidecar/config/json.h"
#include "sidecar/config/reach.h"

namespace livecam::config {

/// `defaults` with what `json` (the fetch section, or a camera) says instead. Headers replace those
/// of the same name, hashes are added. Files are named, not read.
Reach build_reach(const Json& json, Reach defaults);

}  // namespace livecam::config
