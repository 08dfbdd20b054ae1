// What livecamctl and livecamd say to each other over <store>/control: one request line, one JSON
// document as the answer, then the connection ends. The socket's mode (0600) is the access control.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <cstdio>

#include "shared/layout.h"

namespace livecam::control {

inline constexpr char kReload[] = "reload";
inline constexpr char kState[] = "state";
inline constexpr std::size_t kMaxRequest = 256;  // bytes, newline included

/// The socket's address through the store's open directory, because sun_path holds only 107 bytes
/// and a store may lie deeper.
inline sockaddr_un address(int directory) noexcept {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", directory,
                  layout::kControlName);
    return address;
}

}  // namespace livecam::control
