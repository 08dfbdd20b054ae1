#include "sidecar/control/server.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "sidecar/control/protocol.h"

namespace livecam::control {
namespace {

/// A client that says nothing, or does not read, is given up after this.
constexpr timeval kClientTimeout{2, 0};

std::string read_request(int client) {
    std::string request;
    char byte = 0;
    while (request.size() < kMaxRequest && ::recv(client, &byte, 1, 0) == 1 && byte != '\n') {
        request += byte;
    }
    return request;
}

void send_all(int client, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = ::send(client, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return;  // it went away; nobody is left to tell
        }
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void serve(int listener, int wake, const Answer& answer) {
    pollfd events[] = {{listener, POLLIN, 0}, {wake, POLLIN, 0}};
    for (;;) {
        if (::poll(events, 2, -1) < 0 && errno != EINTR) {
            return;
        }
        if (events[1].revents != 0) {
            return;
        }
        const Fd client{::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)};
        if (!client) {
            continue;
        }
        ::setsockopt(client.get(), SOL_SOCKET, SO_RCVTIMEO, &kClientTimeout, sizeof kClientTimeout);
        ::setsockopt(client.get(), SOL_SOCKET, SO_SNDTIMEO, &kClientTimeout, sizeof kClientTimeout);
        send_all(client.get(), answer(read_request(client.get())) + "\n");
    }
}

}  // namespace

Expected<Server> Server::start(int directory, Answer answer) {
    Fd listener{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    Fd wake{::eventfd(0, EFD_CLOEXEC)};
    if (!listener || !wake) {
        return fail_errno("control: cannot make a socket", errno);
    }
    ::unlinkat(directory, layout::kControlName, 0);
    const sockaddr_un name = address(directory);
    // The mode is that of the socket's inode, so that there is no instant with a wider one.
    if (::fchmod(listener.get(), 0600) != 0 ||
        ::bind(listener.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0 ||
        ::fchmodat(directory, layout::kControlName, 0600, 0) != 0 ||
        ::listen(listener.get(), 8) != 0) {
        return fail_errno("control: cannot listen on the store's control socket", errno);
    }
    Server server{directory, std::move(listener), std::move(wake)};
    server.thread_ = std::thread(
        [listener = server.listener_.get(), wake = server.wake_.get(), answer = std::move(answer)] {
            ::pthread_setname_np(::pthread_self(), "control");
            serve(listener, wake, answer);
        });
    return server;
}

void Server::stop() {
    if (!thread_.joinable()) {
        return;
    }
    ::eventfd_write(wake_.get(), 1);
    thread_.join();
    ::unlinkat(directory_, layout::kControlName, 0);
}

}  // namespace livecam::control
