#include "tests/simulator/server/wire.h"

#include <array>

namespace livecam::sim {
namespace {

constexpr std::size_t kMaxHead = 16 * 1024;

}  // namespace

awaitable<std::string> Wire::read_head() {
    std::array<char, 4096> buffer;
    for (;;) {
        const auto end = pending_.find("\r\n\r\n");
        if (end != std::string::npos) {
            std::string head = pending_.substr(0, end + 4);
            pending_.erase(0, end + 4);
            co_return head;
        }
        if (pending_.size() > kMaxHead) {
            co_return std::string{};
        }
        const auto got = co_await socket_.async_read_some(asio::buffer(buffer), use_awaitable);
        pending_.append(buffer.data(), got);
    }
}

awaitable<void> Wire::write(std::span<const std::byte> bytes) {
    co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()), use_awaitable);
}

awaitable<void> Wire::send(const Reply& reply, const Request& request) {
    const std::string head = head_of(reply, request.keep_alive);
    std::array<asio::const_buffer, 2> parts{asio::buffer(head)};
    if (!request.head() && reply.status != 304) {
        parts[1] = asio::buffer(reply.body->data(), reply.body->size());
    }
    co_await asio::async_write(socket_, parts, use_awaitable);
}

awaitable<void> Wire::pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(socket_.get_executor(), time);
    co_await timer.async_wait(use_awaitable);
}

awaitable<void> Wire::wait_closed() {
    std::array<char, 4096> buffer;
    for (;;) {
        co_await socket_.async_read_some(asio::buffer(buffer), use_awaitable);
    }
}

void Wire::reset() {
    socket_.set_option(asio::socket_base::linger(true, 0));
    socket_.close();
}

}  // namespace livecam::sim
