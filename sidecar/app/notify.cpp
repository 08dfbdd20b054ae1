#include "sidecar/app/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "shared/fd.h"

namespace livecam::app {
namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : value;
}

std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    return parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() ? value : 0;
}

}  // namespace

Notifier Notifier::from_environment() {
    const std::string_view pid = environment("WATCHDOG_PID");
    const bool ours = pid.empty() || number(pid) == ::getpid();
    const std::int64_t watchdog = ours ? number(environment("WATCHDOG_USEC")) : 0;
    return {std::string(environment("NOTIFY_SOCKET")),
            std::chrono::microseconds(watchdog > 0 ? watchdog : 0)};
}

bool Notifier::send(std::string_view lines) const noexcept {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket_.empty() || socket_.size() >= sizeof address.sun_path ||
        (socket_[0] != '/' && socket_[0] != '@')) {
        errno = EINVAL;
        return false;
    }
    std::memcpy(address.sun_path, socket_.data(), socket_.size());
    if (socket_[0] == '@') {
        address.sun_path[0] = '\0';
    }
    const Fd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    return fd && ::sendto(fd.get(), lines.data(), lines.size(), MSG_NOSIGNAL,
                          reinterpret_cast<const sockaddr*>(&address),
                          length) == static_cast<ssize_t>(lines.size());
}

std::string reloading_message() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const std::int64_t usec = std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
    return "RELOADING=1\nMONOTONIC_USEC=" + std::to_string(usec);
}

}  // namespace livecam::app
