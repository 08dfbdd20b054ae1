// The server: listens, and answers for all cameras.
#pragma once

#include <map>
#include <string>

#include "tests/simulator/server/asio.h"
#include "tests/simulator/server/fault.h"
#include "tests/simulator/server/gallery.h"
#include "tests/simulator/server/statistics.h"
#include "tests/simulator/server/wire.h"

namespace livecam::sim {

struct SimulatorOptions {
    std::string listen = "127.0.0.1";
    unsigned short port = 0;  // 0: a free one
    int cameras = 40;
    GalleryOptions gallery;
    std::map<std::string, Fault> faults;
    std::string documents;  // a directory; empty: there are none
};

/// Threads: run() is the event loop and owns everything here; two painters paint. stop() may be
/// called from any thread.
class Simulator {
  public:
    /// Binds and listens. Throws std::system_error naming address and port when it cannot.
    explicit Simulator(const SimulatorOptions& options);
    ~Simulator();

    unsigned short port() const { return port_; }

    /// Serves until stop() or SIGTERM or SIGINT (with `signals`).
    void run(bool signals);
    void stop();

  private:
    awaitable<void> accept();
    awaitable<void> serve(Wire wire);
    awaitable<bool> answer(Wire& wire, const Request& request);
    awaitable<bool> answer_camera(Wire& wire, const Request& request, std::string id, Fault fault);
    awaitable<bool> answer_document(Wire& wire, const Request& request, std::string id);
    Reply control(const Request& request);
    Reply set_fault(const Request& request);
    Reply pin(const Request& request);
    Reply wall() const;
    Fault fault_of(const std::string& id) const;
    SharedPicture frozen(Fault fault, const SharedPicture& newest, bool head);

    SimulatorOptions options_;
    // Connections that are still open at the end are destroyed with the loop, and take themselves
    // out of the statistics then; the painters post to the loop until they have ended.
    Statistics statistics_;
    asio::io_context loop_;
    tcp::acceptor acceptor_;
    unsigned short port_ = 0;
    asio::thread_pool painters_;
    Gallery gallery_;
    std::map<std::string, Fault> faults_;
    Fault fault_of_all_ = Fault::kNone;
    std::map<std::string, SharedPicture> frozen_;
    std::map<std::string, bool> flapped_;
};

}  // namespace livecam::sim
