// Who nginx's workers are: as root, Debian's www-data; else whoever runs the tests.
#pragma once

#include <grp.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace livecam::e2e {

inline constexpr char kWorkerUser[] = "www-data";

inline gid_t nginx_group() {
    if (::geteuid() != 0) {
        return ::getegid();
    }
    const group* found = ::getgrnam(kWorkerUser);
    if (found == nullptr) {
        throw std::runtime_error(std::string("no group ") + kWorkerUser);
    }
    return found->gr_gid;
}

}  // namespace livecam::e2e
