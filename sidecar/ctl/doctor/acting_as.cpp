#include "sidecar/ctl/doctor/acting_as.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace livecam::ctl {
namespace {

std::vector<gid_t> groups_of(const passwd& user, gid_t group) {
    std::vector<gid_t> groups(64);
    int count = static_cast<int>(groups.size());
    if (::getgrouplist(user.pw_name, group, groups.data(), &count) < 0) {
        groups.resize(static_cast<std::size_t>(count));
        ::getgrouplist(user.pw_name, group, groups.data(), &count);
    }
    groups.resize(static_cast<std::size_t>(count));
    return groups;
}

}  // namespace

ActingAs::ActingAs(uid_t user, gid_t group) : group_(::getegid()) {
    if (::geteuid() != 0 || user == 0) {
        done_ = ::geteuid() == user;
        return;
    }
    const passwd* found = ::getpwuid(user);
    const gid_t own = found != nullptr ? found->pw_gid : static_cast<gid_t>(user);
    const gid_t wanted = group == static_cast<gid_t>(-1) ? own : group;
    const std::vector<gid_t> groups =
        found != nullptr ? groups_of(*found, wanted) : std::vector<gid_t>{wanted};
    groups_.resize(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
    groups_.resize(static_cast<std::size_t>(
        std::max(0, ::getgroups(static_cast<int>(groups_.size()), groups_.data()))));
    changed_ = ::setgroups(groups.size(), groups.data()) == 0;
    done_ = changed_ && ::setegid(wanted) == 0 && ::seteuid(user) == 0;
}

ActingAs::~ActingAs() {
    if (changed_ && (::seteuid(0) != 0 || ::setegid(group_) != 0 ||
                     ::setgroups(groups_.size(), groups_.data()) != 0)) {
        ::_exit(1);  // not with rights that nobody chose
    }
}

std::string user_name(uid_t user) {
    const passwd* found = ::getpwuid(user);
    return found != nullptr ? found->pw_name : "user " + std::to_string(user);
}

bool is_member(uid_t user, gid_t group) {
    if (user == 0) {
        return true;
    }
    const passwd* found = ::getpwuid(user);
    if (found == nullptr) {
        return false;
    }
    const std::vector<gid_t> groups = groups_of(*found, found->pw_gid);
    return std::find(groups.begin(), groups.end(), group) != groups.end();
}

std::string closed_directory(const std::string& path) {
    std::filesystem::path so_far;
    std::error_code error;
    for (const auto& part : std::filesystem::absolute(path, error)) {
        so_far /= part;
        if (::faccessat(AT_FDCWD, so_far.c_str(), X_OK, AT_EACCESS) != 0) {
            return so_far;
        }
    }
    return {};
}

}  // namespace livecam::ctl
