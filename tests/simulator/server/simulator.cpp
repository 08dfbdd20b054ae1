#include "tests/simulator/server/simulator.h"

#include <asio/signal_set.hpp>
#include <csignal>
#include <system_error>

namespace livecam::sim {

Simulator::Simulator(const SimulatorOptions& options)
    : options_(options),
      loop_(1),
      acceptor_(loop_),
      painters_(2),
      gallery_(options.gallery, loop_, painters_),
      faults_(options.faults) {
    const auto all = faults_.find("*");
    if (all != faults_.end()) {
        fault_of_all_ = all->second;
        faults_.erase(all);
    }
    try {
        const tcp::endpoint endpoint(asio::ip::make_address(options.listen), options.port);
        acceptor_.open(endpoint.protocol());
        acceptor_.set_option(asio::socket_base::reuse_address(true));
        acceptor_.bind(endpoint);
        acceptor_.listen(1024);
        port_ = acceptor_.local_endpoint().port();
    } catch (const std::system_error& error) {
        throw std::system_error(error.code(), "cannot listen on " + options.listen + " port " +
                                                  std::to_string(options.port) +
                                                  " (--port 0 takes a free one)");
    }
}

Simulator::~Simulator() {
    painters_.stop();
    painters_.join();
}

void Simulator::run(bool signals) {
    asio::signal_set ending(loop_);
    if (signals) {
        ending.add(SIGTERM);
        ending.add(SIGINT);
        ending.async_wait([this](const std::error_code&, int) { loop_.stop(); });
    }
    asio::co_spawn(loop_, accept(), asio::detached);
    loop_.run();
}

void Simulator::stop() {
    loop_.stop();
}

awaitable<void> Simulator::accept() {
    for (;;) {
        std::error_code error;
        tcp::socket socket =
            co_await acceptor_.async_accept(asio::redirect_error(use_awaitable, error));
        if (error) {
            // Out of descriptors, mostly: connections in service will end.
            asio::steady_timer timer(loop_, std::chrono::milliseconds{50});
            co_await timer.async_wait(use_awaitable);
            continue;
        }
        socket.set_option(tcp::no_delay(true), error);
        asio::co_spawn(loop_, serve(Wire(std::move(socket))), asio::detached);
    }
}

awaitable<void> Simulator::serve(Wire wire) {
    Statistics::Connection counted(statistics_);
    try {
        for (bool open = true; open;) {
            const std::string head = co_await wire.read_head();
            const auto request = parse_request(head);
            if (!request) {
                Request unknown;
                unknown.keep_alive = false;
                const Reply reply = text_reply(400, "text/plain", "no HTTP/1.1 request\n");
                co_await wire.send(reply, unknown);
                break;
            }
            counted.names(request->header("host"));
            open = co_await answer(wire, *request);
        }
    } catch (const std::system_error&) {
        // The client is gone, as clients may.
    }
}

}  // namespace livecam::sim
