// A bare connection: for clients that are slow, or that say what no library would.
#pragma once

#include <chrono>
#include <string>

namespace livecam::e2e {

class TcpClient {
  public:
    /// `receive_buffer`: bytes the kernel may hold for us, 0 for its default. Throws
    /// std::runtime_error if nobody listens.
    explicit TcpClient(int port, int receive_buffer = 0);
    ~TcpClient();
    TcpClient(const TcpClient&) = delete;
    TcpClient& operator=(const TcpClient&) = delete;

    bool send(const std::string& bytes) const;

    /// What there is, up to `most` bytes; "" at the end, after an error, or if nothing came in
    /// `limit` (then ended() is false).
    std::string read(std::size_t most, std::chrono::milliseconds limit = std::chrono::seconds(10));
    bool ended() const { return ended_; }

  private:
    int socket_ = -1;
    bool ended_ = false;
};

}  // namespace livecam::e2e
