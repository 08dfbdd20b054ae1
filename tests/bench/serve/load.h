// Many connections that ask one server over and over, from one thread: as fast as it answers, or so
// many requests in a second. HTTP/1.1 without TLS. What arrives is counted and dropped in the
// kernel (MSG_TRUNC), so that the load takes as little as possible of what is measured.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace livecam::bench {

/// Which of many things is asked for next.
struct Asking {
    std::vector<std::string> requests;  // whole ones, ready to be sent
    std::vector<std::uint32_t> order;   // numbers of requests, gone through again and again
    long status = 200;                  // of the answer; another one is counted as wrong
    bool body = true;                   // false: HEAD, 304 and 204 have none
};

/// Orders of 65,536 picks among `count` things: all alike, or the n-th 1/n as often as the first.
std::vector<std::uint32_t> uniform_order(std::uint32_t count);
std::vector<std::uint32_t> zipf_order(std::uint32_t count);

struct LoadResult {
    std::uint64_t responses = 0;
    std::uint64_t wrong = 0;  // another status than it should be
    std::uint64_t bytes = 0;  // of bodies
    double seconds = 0;
    std::vector<double> latencies_us;  // only with a rate: from when a request was due
};

class Connections {
  public:
    /// Throws std::runtime_error if nobody listens there.
    Connections(int port, int count);
    ~Connections();
    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;

    /// Asks for so long and waits for the last answer. `rate`: requests in a second, at random
    /// intervals, whether the server keeps up or not; 0: each connection as soon as it has its
    /// answer. Throws std::runtime_error when a connection ends.
    LoadResult run(const Asking& asking, std::chrono::milliseconds time, double rate = 0);

  private:
    struct Connection {
        int socket = -1;
        bool busy = false;
        std::string header;  // as far as it has arrived
        std::uint64_t left = 0;
        std::chrono::steady_clock::time_point due;
    };
    void ask(std::size_t number, const Asking& asking);
    bool receive(Connection& connection, const Asking& asking, LoadResult& result);

    int epoll_ = -1;
    std::vector<Connection> connections_;
    std::size_t next_ = 0;
};

}  // namespace livecam::bench
