#include "tests/stress/private_tmpfs.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cstring>

#include "shared/fd.h"

namespace livecam::stress {
namespace {

bool write_text(const char* path, const std::string& text) {
    const Fd file{::open(path, O_WRONLY | O_CLOEXEC)};
    return file &&
           ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// user_namespaces(7): this user is root inside, of this mount namespace only.
bool unshare_as_user() {
    const std::string user = "0 " + std::to_string(::geteuid()) + " 1\n";
    const std::string group = "0 " + std::to_string(::getegid()) + " 1\n";
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
           write_text("/proc/self/setgroups", "deny") && write_text("/proc/self/uid_map", user) &&
           write_text("/proc/self/gid_map", group);
}

}  // namespace

bool mount_private_tmpfs(const std::string& path, std::uint64_t bytes) {
    if (::unshare(CLONE_NEWNS) != 0 && !unshare_as_user()) {
        return false;
    }
    const std::string size = "mode=0755,size=" + std::to_string(bytes);
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("tmpfs", path.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, size.c_str()) == 0;
}

void fill_up(const std::string& name, std::uint64_t spare) {
    const Fd file{::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
    struct statvfs fs {};
    if (!file || ::fstatvfs(file.get(), &fs) != 0) {
        return;
    }
    const std::uint64_t free = std::uint64_t{fs.f_bavail} * fs.f_frsize;
    const off_t length = ::lseek(file.get(), 0, SEEK_END);
    if (free > spare && length >= 0) {
        // May fail: the writer takes some of it meanwhile, and then it is full anyway.
        [[maybe_unused]] const int error =
            ::posix_fallocate(file.get(), length, static_cast<off_t>(free - spare));
    }
}

}  // namespace livecam::stress
