#include "sidecar/control/client.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>

#include "shared/fd.h"
#include "sidecar/control/protocol.h"

namespace livecam::control {

Expected<std::string> ask(const std::string& store, std::string_view request, int timeout_s) {
    const Fd directory{::open(store.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!directory) {
        return fail_errno("control: cannot open the store " + store, errno);
    }
    const Fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const sockaddr_un name = address(directory.get());
    if (!socket ||
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
        return fail_errno(
            "control: no livecamd answers in " + store + " (is it running, and are you its user?)",
            errno);
    }
    const timeval timeout{timeout_s, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    const std::string line = std::string(request) + "\n";
    if (::send(socket.get(), line.data(), line.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(line.size())) {
        return fail_errno("control: cannot send to livecamd", errno);
    }
    std::string answer;
    char buffer[4096];
    for (;;) {
        const ssize_t got = ::recv(socket.get(), buffer, sizeof buffer, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail_errno("control: livecamd did not answer", errno);
        }
        if (got == 0) {
            break;
        }
        answer.append(buffer, static_cast<std::size_t>(got));
    }
    if (answer.empty()) {
        return fail("control: livecamd ended the connection without an answer");
    }
    return answer;
}

}  // namespace livecam::control
