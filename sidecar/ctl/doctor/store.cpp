#include <fcntl.h>
#include <linux/magic.h>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <iterator>

#include "shared/layout.h"
#include "sidecar/ctl/check.h"
#include "sidecar/ctl/doctor/acting_as.h"
#include "sidecar/ctl/doctor/examination.h"

namespace livecam::ctl {
namespace {

std::string file_system_name(long type) {
    switch (type) {
        case EXT4_SUPER_MAGIC:
            return "ext4";
        case XFS_SUPER_MAGIC:
            return "xfs";
        case BTRFS_SUPER_MAGIC:
            return "btrfs";
        case OVERLAYFS_SUPER_MAGIC:
            return "overlay";
        case NFS_SUPER_MAGIC:
            return "nfs";
        case RAMFS_MAGIC:
            return "ramfs";
        default:
            return fmt::format("a file system of type 0x{:x}", static_cast<unsigned long>(type));
    }
}

void look_at_file_system(Examination& e, int directory) {
    struct statfs fs;
    if (::fstatfs(directory, &fs) == 0 && fs.f_type != TMPFS_MAGIC) {
        e.find(e.store, "is on " + file_system_name(fs.f_type) + ", not on a tmpfs",
               "mount a tmpfs there, or have store.path below /dev/shm or /run");
    }
}

/// nginx gets in by the directory's group: it has to be everything's.
void look_at_groups(Examination& e, int directory, const struct stat& store) {
    if ((store.st_mode & S_ISGID) == 0 && !is_member(e.owner, store.st_gid)) {
        e.find(e.store,
               fmt::format("has mode {:04o}, and {} is no member of its group {}: pictures get "
                           "another group, and nginx cannot read them",
                           store.st_mode & 07777, user_name(e.owner), store.st_gid),
               "chmod 2750 " + e.store);
    }
    for (const char* name : {layout::kIndexName, layout::kFramesName, layout::kDemandName}) {
        struct stat status;
        if (::fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            status.st_gid != store.st_gid) {
            const std::string path = e.store + "/" + name;
            e.find(path,
                   fmt::format("has group {}, the store has group {}", status.st_gid, store.st_gid),
                   fmt::format("chgrp {} {}", store.st_gid, path));
        }
    }
}

}  // namespace

bool look_at_store(Examination& e) {
    check_files(e.store, e.findings);
    const Fd directory{::open(e.store.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    struct stat status;
    if (!directory || ::fstat(directory.get(), &status) != 0) {
        return false;
    }
    e.owner = status.st_uid;
    look_at_file_system(e, directory.get());
    look_at_groups(e, directory.get(), status);
    return true;
}

}  // namespace livecam::ctl
