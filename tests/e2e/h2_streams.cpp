#include "tests/e2e/h2_streams.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace livecam::e2e {
namespace {

enum Type : std::uint8_t {
    kData = 0,
    kHeaders = 1,
    kReset = 3,
    kSettings = 4,
    kPing = 6,
    kWindowUpdate = 8
};
constexpr std::uint8_t kAck = 1;
constexpr std::uint8_t kEndStream = 1;
constexpr std::uint8_t kEndHeaders = 4;
constexpr std::size_t kFrameHeader = 9;
constexpr std::uint32_t kHuge = 1u << 30;

std::string number(std::uint32_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        text += static_cast<char>(value >> shift);
    }
    return text;
}

std::uint32_t number(const std::string& text, std::size_t at, std::size_t bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        value = value << 8 | static_cast<std::uint8_t>(text[at + i]);
    }
    return value;
}

}  // namespace

H2Streams::H2Streams(int port, std::uint32_t window)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int buffer = 4096;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
        throw std::runtime_error("cannot connect to nginx");
    }
    const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    ::send(socket_, preface.data(), preface.size(), MSG_NOSIGNAL);
    send(kSettings, 0, 0, number(4, 2) + number(window, 4));  // SETTINGS_INITIAL_WINDOW_SIZE
    send(kWindowUpdate, 0, 0, number(kHuge, 4));              // of the connection
}

H2Streams::~H2Streams() {
    ::close(socket_);
}

void H2Streams::send(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
                     const std::string& payload) {
    const std::string frame = number(static_cast<std::uint32_t>(payload.size()), 3) +
                              static_cast<char>(type) + static_cast<char>(flags) +
                              number(stream, 4) + payload;
    ::send(socket_, frame.data(), frame.size(), MSG_NOSIGNAL);
}

std::uint32_t H2Streams::ask(const std::string& path) {
    const std::uint32_t stream = next_;
    next_ += 2;
    streams_[stream] = {};
    // RFC 7541: indexed :method GET, :scheme http; literals, not indexed, for :path, :authority.
    const std::string host = "127.0.0.1";
    send(kHeaders, kEndStream | kEndHeaders, stream,
         std::string{"\x82\x86\x04"} + static_cast<char>(path.size()) + path + '\x01' +
             static_cast<char>(host.size()) + host);
    return stream;
}

void H2Streams::open(std::uint32_t stream) {
    send(kWindowUpdate, 0, stream, number(kHuge, 4));
}

bool H2Streams::read(int ms) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, ms) <= 0) {
        return true;
    }
    char buffer[16 * 1024];
    const ssize_t got = ::recv(socket_, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got <= 0) {
        return false;
    }
    received_.append(buffer, static_cast<std::size_t>(got));
    while (received_.size() >= kFrameHeader) {
        const std::uint32_t length = number(received_, 0, 3);
        if (received_.size() < kFrameHeader + length) {
            break;
        }
        take(static_cast<std::uint8_t>(received_[3]), static_cast<std::uint8_t>(received_[4]),
             number(received_, 5, 4), received_.substr(kFrameHeader, length));
        received_.erase(0, kFrameHeader + length);
    }
    return true;
}

void H2Streams::take(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
                     const std::string& payload) {
    if ((type == kSettings || type == kPing) && (flags & kAck) == 0) {
        send(type, kAck, 0, type == kPing ? payload : "");
    }
    const auto found = streams_.find(stream);
    if (found == streams_.end()) {
        return;
    }
    Stream& s = found->second;
    if (type == kHeaders) {
        s.answered = true;
        // nginx begins with :status, for 200 the indexed field 8; a change of the dynamic table's
        // size may come before it.
        s.ok = payload.find('\x88') < 4;
    }
    if (type == kData) {
        s.body += payload;
    }
    s.reset = s.reset || type == kReset;
    s.ended = s.ended || ((type == kData || type == kHeaders) && (flags & kEndStream) != 0);
}

}  // namespace livecam::e2e
