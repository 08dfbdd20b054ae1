// Looking with another user's eyes: the kernel then answers what that user may do, parents, groups
// and access lists included.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace livecam::ctl {

class ActingAs {
  public:
    /// As `user`, with the groups it has and `group` (-1: its own). Root only: see done().
    explicit ActingAs(uid_t user, gid_t group = static_cast<gid_t>(-1));
    ActingAs(const ActingAs&) = delete;
    ActingAs& operator=(const ActingAs&) = delete;
    ~ActingAs();

    /// Whether this process now has that user's rights; also true if it is that user.
    bool done() const noexcept { return done_; }

  private:
    bool done_ = false;
    bool changed_ = false;
    std::vector<gid_t> groups_;  // before
    gid_t group_ = 0;
};

/// "www-data", or "user 4711" if it has no name.
std::string user_name(uid_t user);

bool is_member(uid_t user, gid_t group);

/// The first directory on the way to `path`, itself included, that may not be entered; empty: none.
std::string closed_directory(const std::string& path);

}  // namespace livecam::ctl
