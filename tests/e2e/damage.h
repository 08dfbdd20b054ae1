// What somebody hostile, with the sidecar's rights, can do to a file of the store.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace livecam::e2e {

struct Damage {
    std::string name;
    std::function<void(const std::string& path)> act;
};

/// Truncated to nothing and to half, deleted, and replaced by a directory, a FIFO, a symlink to
/// `secret`, a device (as root), or garbage of the same length written into it.
std::vector<Damage> damages(const std::string& secret);

}  // namespace livecam::e2e
