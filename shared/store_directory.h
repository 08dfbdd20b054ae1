// The store's directory as its writer opens it: made if need be, checked, and locked.
#pragma once

#include <string>

#include "shared/error.h"
#include "shared/fd.h"

namespace livecam {

struct StoreDirectory {
    Fd directory;
    Fd frames;
    Fd lock;  // holds the single writer's lock until it is closed, or its process dies
};

/// Makes `path` (mode 0750; its parent must exist) and `path`/frames, refuses a directory that is
/// not ours alone to write, and takes the lock. A second writer fails with the pid of the first.
Expected<StoreDirectory> open_store_directory(const std::string& path);

/// The parts of it. `path` names the store in errors.
Expected<Fd> open_frames(int directory, const std::string& path);
Expected<Fd> take_lock(int directory, const std::string& path);

/// Gives an open file the group of the store's directory, which is how nginx's group gets to read:
/// whoever makes the directory chooses it.
Expected<void> give_group(int fd, int directory, const std::string& name);

}  // namespace livecam
