// A benchmark that is killed leaves no directory behind.
#pragma once

#include <string>

namespace livecam::bench {

/// Removes `path` when this process is gone, however it ends: a process of its own waits for that,
/// started at the first call.
void remove_after_us(const std::string& path);

}  // namespace livecam::bench
