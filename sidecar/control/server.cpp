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

#include "shared/names.h"
#include "sidecar/control/protocol.h"

namespace livecam::control {
namespace {

/// A client that says nothing, or does not read, is given up after this.
constexpr timeval kClientTimeout{2, 0};

/// What is written to wake the thread.
constexpr eventfd_t kListenAgain = 1;
constexpr eventfd_t kStop = eventfd_t{1} << 32;

Fd listen_in(int directory) {
    Fd listener{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    remove_name(directory, layout::kControlName);
    const sockaddr_un name = address(directory);
    // The mode is that of the socket's inode, so that there is no instant with a wider one.
    if (!listener || ::fchmod(listener.get(), 0600) != 0 ||
        ::bind(listener.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0 ||
        ::fchmodat(directory, layout::kControlName, 0600, 0) != 0 ||
        ::listen(listener.get(), 8) != 0) {
        return {};
    }
    return listener;
}

/// 0 if the name is not there or no socket.
ino_t socket_inode(int directory) {
    struct stat status;
    return ::fstatat(directory, layout::kControlName, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                   S_ISSOCK(status.st_mode)
               ? status.st_ino
               : 0;
}

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
            eventfd_t value = 0;
            if (::eventfd_read(wake, &value) != 0 || value >= kStop) {
                return;
            }
            continue;  // the listener is another one now
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
    Fd wake{::eventfd(0, EFD_CLOEXEC)};
    Fd listener = listen_in(directory);
    if (!wake || !listener) {
        return fail_errno("control: cannot listen on the store's control socket", errno);
    }
    Server server{directory, std::move(listener), std::move(wake)};
    server.inode_ = socket_inode(directory);
    server.thread_ = std::thread(
        [listener = server.listener_.get(), wake = server.wake_.get(), answer = std::move(answer)] {
            ::pthread_setname_np(::pthread_self(), "control");
            serve(listener, wake, answer);
        });
    return server;
}

bool Server::ensure() {
    if (inode_ == socket_inode(directory_)) {
        return true;
    }
    const Fd fresh = listen_in(directory_);
    // The thread knows the listener by its number.
    if (!fresh || ::dup3(fresh.get(), listener_.get(), O_CLOEXEC) < 0) {
        return false;
    }
    inode_ = socket_inode(directory_);
    ::eventfd_write(wake_.get(), kListenAgain);
    return true;
}

void Server::stop() {
    if (!thread_.joinable()) {
        return;
    }
    ::eventfd_write(wake_.get(), kStop);
    thread_.join();
    ::unlinkat(directory_, layout::kControlName, 0);
}

}  // namespace livecam::control
