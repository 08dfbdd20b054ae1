// One client's socket, with the few things that answers, good and broken, are made of.
#pragma once

#include <chrono>
#include <span>
#include <string>

#include "tests/simulator/server/asio.h"
#include "tests/simulator/server/http_request.h"
#include "tests/simulator/server/reply.h"

namespace livecam::sim {

/// Every operation throws asio::system_error when the client is gone.
class Wire {
  public:
    explicit Wire(tcp::socket socket) : socket_(std::move(socket)) {}

    /// The next request's head, up to its empty line; empty at a clean end or when it exceeds
    /// 16 KiB.
    awaitable<std::string> read_head();

    awaitable<void> write(std::span<const std::byte> bytes);
    awaitable<void> send(const Reply& reply, const Request& request);
    awaitable<void> pause(std::chrono::milliseconds time);

    /// Returns when the client has closed; whatever it still sends is dropped.
    awaitable<void> wait_closed();

    /// Closes with a RST instead of a FIN.
    void reset();

  private:
    tcp::socket socket_;
    std::string pending_;
};

}  // namespace livecam::sim
