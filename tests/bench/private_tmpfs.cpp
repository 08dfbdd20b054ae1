#include "tests/bench/private_tmpfs.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "tests/bench/guardian.h"

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

constexpr char kPrefix[] = "livecam-benchmark.";

struct Directory {
    std::string path;
    int lock;  // held as long as this process lives
};

struct Made {
    std::vector<Directory> directories;
    ~Made() {
        for (const Directory& directory : directories) {
            ::umount2(directory.path.c_str(), MNT_DETACH);
            std::error_code ignored;
            std::filesystem::remove_all(directory.path, ignored);
            ::close(directory.lock);
        }
    }
};

/// The open and locked directory; -1 if somebody has it.
int lock_directory(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat named;
    struct stat locked;
    if (fd >= 0 && ::flock(fd, LOCK_EX | LOCK_NB) == 0 && ::fstat(fd, &locked) == 0 &&
        ::stat(path.c_str(), &named) == 0 && named.st_ino == locked.st_ino) {
        return fd;
    }
    ::close(fd);
    return -1;
}

/// Directories of benchmarks that were killed: nobody has their lock any more.
void sweep(const std::string& parent) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(parent, ignored)) {
        struct stat status;
        const std::string path = entry.path();
        if (!entry.path().filename().string().starts_with(kPrefix) ||
            ::lstat(path.c_str(), &status) != 0 || status.st_uid != ::geteuid()) {
            continue;
        }
        if (const int lock = lock_directory(path); lock >= 0) {
            std::filesystem::remove_all(path, ignored);
            ::close(lock);
        }
    }
}

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
    sweep(parent);
    while (true) {
        std::string path = parent + "/" + kPrefix + "XXXXXX";
        // Open to nginx's workers, whoever they are.
        if (::mkdtemp(path.data()) == nullptr || ::chmod(path.c_str(), 0755) != 0) {
            throw std::runtime_error("cannot make a directory in " + parent);
        }
        // Another benchmark that begins may have swept it before it was locked.
        if (const int lock = lock_directory(path); lock >= 0) {
            remove_after_us(path);
            made.directories.push_back({path, lock});
            return path;
        }
    }
}

}  // namespace livecam::bench
