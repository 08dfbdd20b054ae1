#include "tests/unit/simulator/running_simulator.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

namespace livecam::sim {

std::string Answer::header(const std::string& name) const {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) {
        return {};
    }
    const auto from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
}

std::vector<std::byte> Answer::bytes() const {
    const auto view = std::as_bytes(std::span{body});
    return {view.begin(), view.end()};
}

Client::Client(unsigned short port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("cannot connect to the simulator");
    }
}

Client::~Client() {
    close(socket_);
}

Answer Client::get(const std::string& path, const std::string& more,
                   std::chrono::milliseconds patience, const std::string& method) {
    return exchange(method + " " + path + " HTTP/1.1\r\nHost: test\r\n" + more + "\r\n", patience,
                    method == "HEAD");
}

Answer Client::exchange(const std::string& bytes, std::chrono::milliseconds patience, bool head) {
    const timeval limit{patience.count() / 1000, patience.count() % 1000 * 1000};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(bytes.size())) {
        throw std::runtime_error("cannot send to the simulator");
    }
    Answer answer;
    bool in_body = false;
    std::size_t expected = std::string::npos;
    for (char buffer[65536];;) {
        if (const auto end = answer.head.find("\r\n\r\n"); !in_body && end != std::string::npos) {
            in_body = true;
            answer.body = answer.head.substr(end + 4);
            answer.head.resize(end + 4);
            const std::string length = answer.header("Content-Length");
            if (head || answer.status() == 304) {
                expected = 0;
            } else if (!length.empty()) {
                expected = std::stoul(length);
            }
        }
        if (in_body && answer.body.size() >= expected) {
            return answer;
        }
        const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
        if (got <= 0) {
            answer.reset = got < 0 && errno == ECONNRESET;
            answer.waiting = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
            return answer;
        }
        (in_body ? answer.body : answer.head).append(buffer, static_cast<std::size_t>(got));
    }
}

}  // namespace livecam::sim
