// Asio as the simulator uses it: one event loop for all sockets, coroutines for every connection.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

namespace livecam::sim {

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

}  // namespace livecam::sim
