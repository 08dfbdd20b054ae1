#include "tests/bench/many_clients.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <stdexcept>

namespace livecam::bench {
namespace {

constexpr std::string_view kMark = "\"changed_at\":";
constexpr std::size_t kDigits = 13;

int connect_to(int port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
        throw std::runtime_error("a client cannot connect");
    }
    return fd;
}

}  // namespace

ManyClients::ManyClients(int port, const std::string& path, int count)
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    const std::string request =
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
    clients_.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        clients_.push_back({connect_to(port), {}});
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = static_cast<std::uint64_t>(i);
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, clients_.back().socket, &event);
        ::send(clients_.back().socket, request.data(), request.size(), MSG_NOSIGNAL);
    }
}

ManyClients::~ManyClients() {
    for (const Client& client : clients_) {
        ::close(client.socket);
    }
    ::close(epoll_);
}

void ManyClients::take(Client& client, const char* data, std::size_t size) {
    received_ += size;
    if (picture_bytes_ != 0) {
        const std::size_t published = publications_->count();
        client.bytes = client.publication == published ? client.bytes + size : size;
        const bool before = client.bytes - size < picture_bytes_;
        client.publication = published;
        if (before && client.bytes >= picture_bytes_) {
            latencies_ms_.push_back(publications_->age_ms(
                Publications::kFirst + static_cast<std::int64_t>(published) - 1));
        }
        return;
    }
    client.rest.append(data, size);
    std::size_t at = 0;
    while ((at = client.rest.find(kMark, at)) != std::string::npos &&
           at + kMark.size() + kDigits <= client.rest.size()) {
        at += kMark.size();
        std::int64_t number = 0;
        std::from_chars(client.rest.data() + at, client.rest.data() + at + kDigits, number);
        if (number >= from_) {
            latencies_ms_.push_back(publications_->age_ms(number));
        }
    }
    const std::size_t kept = kMark.size() + kDigits;  // a mark may be cut
    if (at == std::string::npos) {
        at = client.rest.size() > kept ? client.rest.size() - kept : 0;
        const std::size_t last = client.rest.rfind(kMark);
        at = last != std::string::npos && last >= at ? last + 1 : at;
    }
    client.rest.erase(0, at);
}

void ManyClients::listen(std::chrono::milliseconds duration, const Publications& publications,
                         std::size_t bytes) {
    latencies_ms_.clear();
    received_ = 0;
    publications_ = &publications;
    picture_bytes_ = bytes;
    from_ = Publications::kFirst + static_cast<std::int64_t>(publications.count());
    const auto end = std::chrono::steady_clock::now() + duration;
    std::vector<epoll_event> events(512);
    std::vector<char> buffer(256 * 1024);
    while (std::chrono::steady_clock::now() < end) {
        const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 20);
        for (int i = 0; i < ready; ++i) {
            Client& client = clients_[events[static_cast<std::size_t>(i)].data.u64];
            const ssize_t got = ::recv(client.socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (got > 0) {
                take(client, buffer.data(), static_cast<std::size_t>(got));
            } else if (got == 0) {
                ++lost_;
                ::epoll_ctl(epoll_, EPOLL_CTL_DEL, client.socket, nullptr);
            }
        }
    }
}

}  // namespace livecam::bench
