// A small tmpfs that nobody else sees and that goes with the process, so that it can be filled up.
#pragma once

#include <cstdint>
#include <string>

namespace livecam::stress {

/// Mounts one of `bytes` at `path` in a mount namespace of this process; for an ordinary user in a
/// user namespace as well. False if neither is permitted here.
bool mount_private_tmpfs(const std::string& path, std::uint64_t bytes);

/// Takes all that is free on it but `spare` bytes, in a file of this name, in addition to what that
/// has already.
void fill_up(const std::string& name, std::uint64_t spare);

}  // namespace livecam::stress
