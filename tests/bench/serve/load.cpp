#include "tests/bench/serve/load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <random>
#include <stdexcept>

namespace livecam::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPicks = 65536;
constexpr std::size_t kHeaderBytes = 4096;
constexpr std::size_t kDropBytes = 1 << 20;
constexpr int kPatienceMs = 20'000;

std::runtime_error failure(const std::string& what) {
    return std::runtime_error("load: " + what + ": " + std::strerror(errno));
}

/// Throws unless there only is nothing to read yet.
void nothing_came(ssize_t received) {
    if (received == 0 || (errno != EAGAIN && errno != EINTR)) {
        throw failure(received == 0 ? "the server closed a connection" : "recv");
    }
}

/// The value of a field of the header, as a number; 0 if it is not there.
std::uint64_t number_of(const std::string& header, const char* field) {
    const char* found = ::strcasestr(header.c_str(), field);
    return found != nullptr ? std::strtoull(found + std::strlen(field), nullptr, 10) : 0;
}

}  // namespace

std::vector<std::uint32_t> uniform_order(std::uint32_t count) {
    std::mt19937 random(1);
    std::uniform_int_distribution<std::uint32_t> pick(0, count - 1);
    std::vector<std::uint32_t> order(kPicks);
    std::generate(order.begin(), order.end(), [&] { return pick(random); });
    return order;
}

std::vector<std::uint32_t> zipf_order(std::uint32_t count) {
    std::mt19937 random(1);
    std::vector<double> weights(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        weights[i] = 1.0 / (i + 1);
    }
    std::discrete_distribution<std::uint32_t> pick(weights.begin(), weights.end());
    std::vector<std::uint32_t> order(kPicks);
    std::generate(order.begin(), order.end(), [&] { return pick(random); });
    return order;
}

Connections::Connections(int port, int count)
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), connections_(static_cast<std::size_t>(count)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        const int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        connections_[i].socket = s;
        if (s < 0 ||
            ::connect(s, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            throw failure("cannot connect to port " + std::to_string(port));
        }
        const int on = 1;
        ::setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event event{EPOLLIN, {.u64 = i}};
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, s, &event);
    }
}

Connections::~Connections() {
    for (const Connection& connection : connections_) {
        ::close(connection.socket);
    }
    ::close(epoll_);
}

void Connections::ask(std::size_t number, const Asking& asking) {
    Connection& connection = connections_[number];
    const std::string& request = asking.requests[asking.order[next_++ % asking.order.size()]];
    connection.busy = true;
    connection.header.clear();
    if (::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
        throw failure("cannot ask");
    }
}

/// True when the answer is complete.
bool Connections::receive(Connection& connection, const Asking& asking, LoadResult& result) {
    if (connection.left == 0) {
        char bytes[kHeaderBytes];
        const ssize_t n = ::recv(connection.socket, bytes, sizeof bytes, MSG_DONTWAIT);
        if (n <= 0) {
            nothing_came(n);
            return false;
        }
        connection.header.append(bytes, static_cast<std::size_t>(n));
        const std::size_t end = connection.header.find("\r\n\r\n");
        if (end == std::string::npos) {
            return false;
        }
        const std::uint64_t begun = connection.header.size() - end - 4;
        connection.header.resize(end + 2);
        const std::uint64_t length =
            asking.body ? number_of(connection.header, "\r\nContent-Length:") : 0;
        result.wrong +=
            number_of(connection.header, "HTTP/1.1") != static_cast<std::uint64_t>(asking.status)
                ? 1
                : 0;
        result.bytes += length;
        if (begun > length) {
            throw std::runtime_error("load: more bytes than Content-Length says");
        }
        connection.left = length - begun;
        return connection.left == 0;
    }
    const ssize_t n = ::recv(connection.socket, nullptr, std::min(connection.left, kDropBytes),
                             MSG_DONTWAIT | MSG_TRUNC);
    if (n <= 0) {
        nothing_came(n);
        return false;
    }
    connection.left -= static_cast<std::uint64_t>(n);
    return connection.left == 0;
}

LoadResult Connections::run(const Asking& asking, std::chrono::milliseconds time, double rate) {
    LoadResult result;
    std::mt19937 random(1);
    std::exponential_distribution<double> gap_s(rate > 0 ? rate : 1);
    std::deque<std::size_t> idle;
    const Clock::time_point start = Clock::now();
    const Clock::time_point end = start + time;
    Clock::time_point due = start;
    std::size_t busy = 0;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        if (rate > 0) {
            idle.push_back(i);
        } else {
            ask(i, asking);
            ++busy;
        }
    }
    while (true) {
        Clock::time_point now = Clock::now();
        while (rate > 0 && due < end && due <= now && !idle.empty()) {
            connections_[idle.front()].due = due;
            ask(idle.front(), asking);
            idle.pop_front();
            ++busy;
            due += std::chrono::duration_cast<Clock::duration>(
                std::chrono::duration<double>(gap_s(random)));
        }
        if (busy == 0 && now >= end) {
            break;
        }
        epoll_event events[64];
        const int n = ::epoll_wait(epoll_, events, 64, rate > 0 ? 0 : kPatienceMs);
        if (n == 0 && (rate == 0 || now - end > std::chrono::milliseconds(kPatienceMs))) {
            throw std::runtime_error("load: no answer for 20 s");
        }
        for (int i = 0; i < n; ++i) {
            const auto number = static_cast<std::size_t>(events[i].data.u64);
            if (!receive(connections_[number], asking, result)) {
                continue;
            }
            ++result.responses;
            now = Clock::now();
            if (rate > 0) {
                result.latencies_us.push_back(
                    std::chrono::duration<double, std::micro>(now - connections_[number].due)
                        .count());
                idle.push_back(number);
                --busy;
            } else if (now < end) {
                ask(number, asking);
            } else {
                --busy;
            }
        }
    }
    result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return result;
}

}  // namespace livecam::bench
