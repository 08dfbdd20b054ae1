// Clients that ask and then hardly read: each keeps a response of nginx's under way for as long as
// the test wants. Over HTTP/1.1, plain or TLS, one connection each, with a small receive buffer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace livecam::e2e {

class SlowClients {
  public:
    struct Client {
        int error = -1;  // CURLcode; -1: not over
        long status = 0;
        std::string body;
        bool begun = false;  // the header has arrived
    };

    /// `bytes_per_second` 0: reads nothing of the body until resume().
    explicit SlowClients(long bytes_per_second = 0);
    ~SlowClients();
    SlowClients(const SlowClients&) = delete;
    SlowClients& operator=(const SlowClients&) = delete;

    /// Starts one more client; its number.
    std::size_t ask(const std::string& url);

    /// Asks, and returns when the header has arrived; false after half a minute.
    bool begin(const std::string& url);

    /// Reads what there is to read, for at most `ms`.
    void drive(int ms);

    /// From now on everybody reads as fast as possible.
    void resume();

    /// Drives all clients to their end; false if one is not over within `seconds`.
    bool finish(int seconds = 60);

    const Client& operator[](std::size_t i) const;
    std::size_t size() const;
    std::size_t open() const;  // those that are not over

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace livecam::e2e
