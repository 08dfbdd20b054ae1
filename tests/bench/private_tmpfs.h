// A tmpfs that only this process sees, so that a benchmark measures a file system it knows.
#pragma once

#include <string>

namespace livecam::bench {

/// Mounts a tmpfs with these options on `directory`, in a mount namespace of this process; call it
/// while there is one thread. False, with the reason, where the machine does not permit it.
bool mount_private_tmpfs(const std::string& directory, const std::string& options,
                         std::string& reason);

/// A new directory in `parent`, removed at the end of the program, also when it is killed. What
/// others left there is removed first.
std::string make_directory(const std::string& parent);

}  // namespace livecam::bench
