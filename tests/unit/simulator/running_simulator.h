// A simulator in this process and a client that shows every byte it gets.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/simulator/server/simulator.h"

namespace livecam::sim {

class RunningSimulator {
  public:
    /// Small pictures, and an hour between two, so that a test sees one picture unless it asks for
    /// more.
    static SimulatorOptions small() {
        SimulatorOptions options;
        options.cameras = 4;
        options.gallery.scenes = 4;
        options.gallery.width = 192;
        options.gallery.height = 120;
        options.gallery.interval = std::chrono::hours{1};
        return options;
    }

    explicit RunningSimulator(const SimulatorOptions& options = small())
        : simulator_(options), loop_([this] { simulator_.run(false); }) {}
    ~RunningSimulator() {
        simulator_.stop();
        loop_.join();
    }

    unsigned short port() const { return simulator_.port(); }

  private:
    Simulator simulator_;
    std::thread loop_;
};

/// One answer, taken apart only as far as to its empty line.
struct Answer {
    std::string head;
    std::string body;
    bool reset = false;    // ended by RST
    bool waiting = false;  // neither complete nor closed when the time was over

    int status() const { return head.size() > 12 ? std::stoi(head.substr(9, 3)) : 0; }
    /// The first header of this name (as written), or an empty string.
    std::string header(const std::string& name) const;
    std::vector<std::byte> bytes() const;
};

/// A blocking client connection to 127.0.0.1.
class Client {
  public:
    explicit Client(unsigned short port);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Asks and reads the answer up to its Content-Length, or to the end of the connection, or
    /// until nothing has come for `patience`. `more` are complete header lines.
    Answer get(const std::string& path, const std::string& more = "",
               std::chrono::milliseconds patience = std::chrono::seconds{20},
               const std::string& method = "GET");
    /// The same for raw bytes instead of a request.
    Answer exchange(const std::string& bytes, std::chrono::milliseconds patience, bool head);

  private:
    int socket_;
};

}  // namespace livecam::sim
