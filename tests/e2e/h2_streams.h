// HTTP/2 spoken by hand (RFC 9113), without TLS: several requests on one connection, of which each
// gets no more bytes than the test allows it.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace livecam::e2e {

class H2Streams {
  public:
    struct Stream {
        bool answered = false;  // its header has arrived
        bool ok = false;        // with status 200
        bool ended = false;     // whole
        bool reset = false;     // RST_STREAM
        std::string body;
    };

    /// Every stream may get `window` bytes until it is opened. Throws if nginx does not answer.
    H2Streams(int port, std::uint32_t window);
    ~H2Streams();
    H2Streams(const H2Streams&) = delete;
    H2Streams& operator=(const H2Streams&) = delete;

    /// GET `path`; the number of its stream.
    std::uint32_t ask(const std::string& path);

    /// This stream may get everything.
    void open(std::uint32_t stream);

    /// Takes what nginx has sent, waiting for at most `ms`; false when the connection is closed.
    bool read(int ms);

    const Stream& operator[](std::uint32_t stream) const { return streams_.at(stream); }

  private:
    void send(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
              const std::string& payload);
    void take(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
              const std::string& payload);

    int socket_ = -1;
    std::uint32_t next_ = 1;
    std::string received_;
    std::map<std::uint32_t, Stream> streams_;
};

}  // namespace livecam::e2e
