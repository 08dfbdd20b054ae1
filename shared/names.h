// Names in the store's directory, whatever kind of file somebody put there.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace livecam {

/// Takes a name away, of whatever kind the file is; an empty directory, too. 0 (also if there is no
/// such name), or errno.
inline int remove_name(int directory, const char* name) noexcept {
    if (::unlinkat(directory, name, 0) == 0 || errno == ENOENT) {
        return 0;
    }
    if (errno != EISDIR && errno != EPERM) {  // POSIX has EPERM for a directory
        return errno;
    }
    return ::unlinkat(directory, name, AT_REMOVEDIR) == 0 ? 0 : errno;
}

/// Whether a name leads to exactly this open file.
inline bool leads_to(int directory, const char* name, int fd) noexcept {
    struct stat named;
    struct stat open;
    return ::fstatat(directory, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           ::fstat(fd, &open) == 0 && named.st_ino == open.st_ino && named.st_dev == open.st_dev;
}

}  // namespace livecam
