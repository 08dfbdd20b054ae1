// livecamd's end of the control socket: one thread, one client at a time.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "shared/error.h"
#include "shared/fd.h"

namespace livecam::control {

/// Turns a request line into a JSON document; an unknown request into {"error": "…"}.
using Answer = std::function<std::string(std::string_view request)>;

class Server {
  public:
    /// Binds `control` in the store's directory (whose lock the caller holds, so a socket that is
    /// there is a dead one's) and starts the thread.
    static Expected<Server> start(int directory, Answer answer);

    Server(Server&&) noexcept = default;
    Server& operator=(Server&&) = delete;
    ~Server() { stop(); }

    /// Listens again if the socket's name does not lead to a socket of ours: the store's directory
    /// was replaced, or the name removed. From any thread. False with errno.
    bool ensure();

    /// Ends the thread after the answer it is giving, and removes the socket.
    void stop();

  private:
    Server(int directory, Fd listener, Fd wake) noexcept
        : directory_(directory), listener_(std::move(listener)), wake_(std::move(wake)) {}

    int directory_;
    Fd listener_;
    Fd wake_;
    ino_t inode_ = 0;  // of the socket's name
    std::thread thread_;
};

}  // namespace livecam::control
