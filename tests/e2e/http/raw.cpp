#include "tests/e2e/http/raw.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <stdexcept>

namespace livecam::e2e {
namespace {

constexpr std::chrono::seconds kLimit{20};

/// The number after `name` in the head; nullopt if there is none.
std::optional<std::size_t> number_after(const std::string& head, const std::string& name) {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) {
        return std::nullopt;
    }
    std::size_t value = 0;
    const char* from = head.data() + at + name.size() + 4;
    const auto result = std::from_chars(from, head.data() + head.size(), value);
    return result.ec == std::errc() ? std::optional(value) : std::nullopt;
}

}  // namespace

RawConnection::RawConnection(int port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    address.sin_port = ::htons(static_cast<std::uint16_t>(port));
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(fd_);
        throw std::runtime_error("cannot connect to port " + std::to_string(port));
    }
}

RawConnection::~RawConnection() {
    ::close(fd_);
}

bool RawConnection::send(const std::string& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t n = ::send(fd_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
        if (n <= 0) {
            return false;
        }
        done += static_cast<std::size_t>(n);
    }
    return true;
}

void RawConnection::finish() {
    ::shutdown(fd_, SHUT_WR);
}

bool RawConnection::fill(std::chrono::milliseconds limit) {
    pollfd poll{fd_, POLLIN, 0};
    if (end_ || ::poll(&poll, 1, static_cast<int>(limit.count())) <= 0) {
        return false;
    }
    char buffer[65536];
    const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
    if (n <= 0) {
        end_ = true;
        return false;
    }
    received_.append(buffer, static_cast<std::size_t>(n));
    return true;
}

std::optional<RawResponse> RawConnection::receive(bool head) {
    RawResponse response;
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill(kLimit)) {
            return std::nullopt;
        }
    }
    response.head = received_.substr(0, end + 2);
    received_.erase(0, end + 4);
    std::transform(response.head.begin(), response.head.end(), response.head.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    if (!response.head.starts_with("http/1.1 ")) {
        return std::nullopt;
    }
    std::from_chars(response.head.data() + 9, response.head.data() + 12, response.status);
    if (head || response.status == 304 || response.status == 204 || response.status < 200) {
        return response;
    }
    const auto take = [&](std::size_t length, std::string& to) {
        while (received_.size() < length) {
            if (!fill(kLimit)) {
                return false;
            }
        }
        to += received_.substr(0, length);
        received_.erase(0, length);
        return true;
    };
    if (response.has("transfer-encoding: chunked")) {
        for (std::size_t length = 1; length != 0;) {
            while ((end = received_.find("\r\n")) == std::string::npos) {
                if (!fill(kLimit)) {
                    return std::nullopt;
                }
            }
            std::from_chars(received_.data(), received_.data() + end, length, 16);
            received_.erase(0, end + 2);
            std::string line_end;
            if (!take(length, response.body) || !take(2, line_end)) {
                return std::nullopt;
            }
        }
        return response;
    }
    if (const auto length = number_after(response.head, "content-length")) {
        return take(*length, response.body) ? std::optional(response) : std::nullopt;
    }
    response.body = drain();  // until the connection ends
    return response;
}

std::string RawConnection::drain(std::chrono::milliseconds limit) {
    while (fill(limit)) {
    }
    return std::move(received_);
}

bool RawConnection::closed() {
    return received_.empty() && !fill(kLimit) && end_;
}

}  // namespace livecam::e2e
