// HTTP/1 as bytes: for requests that no client sends.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace livecam::e2e {

struct RawResponse {
    int status = 0;
    std::string head;  // with the status line, in lower case
    std::string body;  // decoded, if it was chunked

    bool has(const std::string& line) const { return head.find(line) != std::string::npos; }
};

/// One connection to 127.0.0.1.
class RawConnection {
  public:
    explicit RawConnection(int port);
    ~RawConnection();
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;

    /// False if the other side does not take it (any more).
    bool send(const std::string& bytes);

    /// No further bytes will be sent.
    void finish();

    /// Something has come, or comes.
    bool begins() { return !received_.empty() || fill(std::chrono::seconds(20)); }

    /// The next response, to a HEAD if so said; nullopt if none comes whole.
    std::optional<RawResponse> receive(bool head = false);

    /// Everything until the other side closes, or nothing comes for `limit`.
    std::string drain(std::chrono::milliseconds limit = std::chrono::seconds(10));

    /// The other side closed, and nothing more is to come.
    bool closed();

  private:
    bool fill(std::chrono::milliseconds limit);

    int fd_;
    bool end_ = false;
    std::string received_;
};

}  // namespace livecam::e2e
