#include "tests/bench/private_tmpfs.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace livecam::bench {
namespace {

/// Root needs a mount namespace, an ordinary user a user namespace as well, in which it is root.
bool enter_namespace(std::string& reason) {
    static bool entered = false;
    if (entered) {
        return true;
    }
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    if (::unshare(user == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0) {
        reason = std::string("unshare: ") + std::strerror(errno);
        return false;
    }
    if (user != 0) {
        std::ofstream("/proc/self/setgroups") << "deny";
        std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
        std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
    }
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
        reason = std::string("mount: ") + std::strerror(errno);
        return false;
    }
    entered = true;
    return true;
}

struct Made {
    std::vector<std::string> directories;
    ~Made() {
        for (const std::string& directory : directories) {
            ::umount2(directory.c_str(), MNT_DETACH);
            std::error_code ignored;
            std::filesystem::remove_all(directory, ignored);
        }
    }
};

}  // namespace

bool mount_private_tmpfs(const std::string& directory, const std::string& options,
                         std::string& reason) {
    if (!enter_namespace(reason)) {
        return false;
    }
    if (::mount("tmpfs", directory.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options.c_str()) != 0) {
        reason = "mount -o " + options + ": " + std::strerror(errno);
        return false;
    }
    return true;
}

std::string make_directory(const std::string& parent) {
    static Made made;
    std::string path = parent + "/livecam-bench.XXXXXX";
    if (::mkdtemp(path.data()) == nullptr) {
        throw std::runtime_error("cannot make a directory in " + parent);
    }
    made.directories.push_back(path);
    return path;
}

}  // namespace livecam::bench
