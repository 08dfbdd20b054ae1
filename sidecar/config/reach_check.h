// Settings of one camera that contradict each other.
#pragma once

#include <string>

#include "sidecar/config/config.h"

namespace livecam::config {

/// `setting` is empty if nothing is wrong.
struct Contradiction {
    std::string setting;  // the camera's member, for the pointer
    std::string rule;
};

Contradiction check_reach(const Camera& camera);

}  // namespace livecam::config
