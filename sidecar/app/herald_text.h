// What the herald says, and when it feeds the watchdog.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sidecar/pages/snapshot.h"

namespace livecam::app {

/// "27 of 29 cameras live, 1 stale, 1 down, newest picture 2 s old".
std::string status_line(const pages::Snapshot& snapshot);

/// "17 of 29 cameras have a picture, 3 failed so far".
std::string progress_line(const pages::Snapshot& snapshot);

/// True if every thread has moved since `before`; threads are never fewer than they were.
bool all_moved(const std::vector<std::uint64_t>& before, const std::vector<std::uint64_t>& now);

}  // namespace livecam::app
