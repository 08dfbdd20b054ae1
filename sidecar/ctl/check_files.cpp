#include <fcntl.h>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "shared/layout.h"
#include "sidecar/ctl/check.h"

namespace livecam::ctl {
namespace {

struct Wanted {
    const char* name;
    mode_t kind;
    mode_t mode;
    bool needed;
};

/// As shared/README.md has them; the set-group-id bit of a directory may be there or not.
constexpr Wanted kWanted[] = {
    {layout::kIndexName, S_IFREG, 0640, true},     {layout::kFramesName, S_IFDIR, 0750, true},
    {layout::kDemandName, S_IFREG, 0660, true},    {layout::kLockName, S_IFREG, 0600, true},
    {layout::kControlName, S_IFSOCK, 0600, false},
};

const char* to_string(mode_t kind) {
    return kind == S_IFDIR ? "directory" : kind == S_IFSOCK ? "socket" : "regular file";
}

void check_one(int directory, const std::string& store, const Wanted& wanted, uid_t owner,
               Findings& findings) {
    const std::string path = store + "/" + wanted.name;
    struct stat status;
    if (::fstatat(directory, wanted.name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT || wanted.needed) {
            findings.push_back({path, std::strerror(errno), "start livecamd, which makes it"});
        }
        return;
    }
    if ((status.st_mode & S_IFMT) != wanted.kind) {
        findings.push_back({path, fmt::format("is no {}", to_string(wanted.kind)),
                            "remove it and start livecamd"});
        return;
    }
    if (status.st_uid != owner) {
        findings.push_back(
            {path, fmt::format("belongs to user {}, the store to user {}", status.st_uid, owner),
             fmt::format("chown {} {}", owner, path)});
    }
    if ((status.st_mode & 0777) != wanted.mode) {
        findings.push_back(
            {path, fmt::format("has mode {:04o}, not {:04o}", status.st_mode & 0777, wanted.mode),
             fmt::format("chmod {:o} {}", wanted.mode, path)});
    }
}

}  // namespace

void check_files(const std::string& store, Findings& findings) {
    const Fd directory{::open(store.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    struct stat status;
    if (!directory || ::fstat(directory.get(), &status) != 0) {
        findings.push_back(
            {store, std::strerror(errno), "is --store right, and may this user read it?"});
        return;
    }
    if ((status.st_mode & (S_IWGRP | S_IRWXO)) != 0) {
        findings.push_back(
            {store,
             fmt::format("has mode {:04o}: only its owner may write, and others not even look",
                         status.st_mode & 07777),
             fmt::format("chmod g-w,o-rwx {}", store)});
    }
    for (const Wanted& wanted : kWanted) {
        check_one(directory.get(), store, wanted, status.st_uid, findings);
    }
}

}  // namespace livecam::ctl
