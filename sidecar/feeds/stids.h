// The mountain stations that cameras name.
#pragma once

#include <set>
#include <string>

#include "sidecar/config/config.h"

namespace livecam::feeds {

/// In capitals, without spaces around; empty if nothing is left that can stand in an address.
std::string stid_of(const config::Camera& camera);

/// Of all cameras that are enabled, each once.
std::set<std::string> stids_of(const config::Config& config);

}  // namespace livecam::feeds
