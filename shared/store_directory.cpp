#include "shared/store_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "shared/layout.h"

namespace livecam {
namespace {

constexpr mode_t kDirectoryMode = 0750;

Expected<Fd> open_directory(const std::string& path) {
    if (::mkdir(path.c_str(), kDirectoryMode) != 0 && errno != EEXIST) {
        return fail_errno(
            "store: cannot make the directory " + path + " (its parent must exist and be writable)",
            errno);
    }
    Fd directory{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    struct stat status;
    if (!directory || ::fstat(directory.get(), &status) != 0) {
        return fail_errno("store: cannot open the directory " + path, errno);
    }
    if (status.st_uid != ::geteuid()) {
        return fail("store: " + path + " belongs to user " + std::to_string(status.st_uid) +
                    ", not to user " + std::to_string(::geteuid()) +
                    " who runs this: remove it or choose another store.path");
    }
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return fail("store: " + path + " can be written by others than its owner: chmod go-w " +
                    path);
    }
    return directory;
}

/// The pid the holder wrote into the lock file; for people only.
std::string holder(int lock) {
    char text[24] = {};
    return ::pread(lock, text, sizeof text - 1, 0) > 0 ? std::to_string(std::atol(text))
                                                       : "unknown";
}

}  // namespace

/// The frames must get the directory's group, whoever writes them. A directory inside a setgid one
/// inherits both, and chmod(2) by somebody who is no member of the group would take the bit away
/// again: so it is called only if something is missing.
Expected<Fd> open_frames(int directory, const std::string& path) {
    const mode_t umask = ::umask(0);
    const int made = ::mkdirat(directory, layout::kFramesName, kDirectoryMode);
    ::umask(umask);
    if (made != 0 && errno != EEXIST) {
        return fail_errno("store: cannot make " + path + "/frames", errno);
    }
    Fd frames{
        ::openat(directory, layout::kFramesName, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
    struct stat status;
    if (!frames || ::fstat(frames.get(), &status) != 0) {
        return fail_errno("store: cannot open " + path + "/frames", errno);
    }
    if (auto given = give_group(frames.get(), directory, path + "/frames"); !given) {
        return tl::unexpected(given.error());
    }
    constexpr mode_t wanted = kDirectoryMode | S_ISGID;
    if ((status.st_mode & 07777) != wanted && ::fchmod(frames.get(), wanted) != 0) {
        return fail_errno("store: cannot set the mode of " + path + "/frames", errno);
    }
    if (::fstat(frames.get(), &status) != 0 || (status.st_mode & 07777) != wanted) {
        return fail("store: " + path +
                    "/frames cannot hand its group on to the pictures: remove it, and make " +
                    path + " setgid (chmod 2750)");
    }
    return frames;
}

Expected<Fd> take_lock(int directory, const std::string& path) {
    Fd lock{
        ::openat(directory, layout::kLockName, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!lock) {
        return fail_errno("store: cannot open " + path + "/lock", errno);
    }
    // An open-file-description lock: the kernel gives it back at SIGKILL, and no other descriptor
    // of this process can lose it by being closed.
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (::fcntl(lock.get(), F_OFD_SETLK, &whole) != 0) {
        if (errno != EAGAIN && errno != EACCES) {
            return fail_errno("store: cannot lock " + path + "/lock", errno);
        }
        return fail("store: " + path + " is held by another writer (pid " + holder(lock.get()) +
                    "): stop it or choose another store.path");
    }
    char text[24];
    const int length = std::snprintf(text, sizeof text, "%ld\n", static_cast<long>(::getpid()));
    if (::ftruncate(lock.get(), 0) != 0 || ::pwrite(lock.get(), text, length, 0) != length) {
        return fail_errno("store: cannot write " + path + "/lock", errno);
    }
    return lock;
}

Expected<StoreDirectory> open_store_directory(const std::string& path) {
    auto directory = open_directory(path);
    if (!directory) {
        return tl::unexpected(directory.error());
    }
    auto lock = take_lock(directory->get(), path);
    if (!lock) {
        return tl::unexpected(lock.error());
    }
    auto frames = open_frames(directory->get(), path);
    if (!frames) {
        return tl::unexpected(frames.error());
    }
    return StoreDirectory{std::move(*directory), std::move(*frames), std::move(*lock)};
}

Expected<void> give_group(int fd, int directory, const std::string& name) {
    struct stat file;
    struct stat parent;
    if (::fstat(fd, &file) != 0 || ::fstat(directory, &parent) != 0) {
        return fail_errno("store: cannot look at " + name, errno);
    }
    if (file.st_gid != parent.st_gid && ::fchown(fd, static_cast<uid_t>(-1), parent.st_gid) != 0) {
        return fail_errno("store: cannot give " + name + " the directory's group " +
                              std::to_string(parent.st_gid) +
                              " (be a member of it, or make the directory setgid)",
                          errno);
    }
    return {};
}

}  // namespace livecam
