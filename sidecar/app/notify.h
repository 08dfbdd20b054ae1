// Messages to the service manager: sd_notify(3)'s protocol, which is one datagram of lines
// NAME=value to the socket named by $NOTIFY_SOCKET. Written out here because libsystemd would bring
// four more libraries into a process that needs twenty lines of it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace livecam::app {

class Notifier {
  public:
    /// By $NOTIFY_SOCKET, $WATCHDOG_USEC and $WATCHDOG_PID; silent without a service manager.
    static Notifier from_environment();
    /// `socket`: a path, or '@' and an abstract name; empty: silent.
    Notifier(std::string socket, std::chrono::microseconds watchdog)
        : socket_(std::move(socket)), watchdog_(watchdog) {}

    bool enabled() const noexcept { return !socket_.empty(); }
    /// What the manager waits for WATCHDOG=1 before it restarts the service; 0: it does not.
    std::chrono::microseconds watchdog() const noexcept { return watchdog_; }

    /// From any thread; never waits. False if it could not be delivered, errno says why: the next
    /// message may be.
    bool send(std::string_view lines) const noexcept;

  private:
    std::string socket_;
    std::chrono::microseconds watchdog_;
};

/// "RELOADING=1" with the time it began at (CLOCK_MONOTONIC), as Type=notify-reload wants it.
std::string reloading_message();

}  // namespace livecam::app
