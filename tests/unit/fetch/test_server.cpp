#include "test_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace livecam::fetch::test {
namespace {

Fd bound_socket(int& port) {
    Fd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(fd.get(), generic, size) != 0 || ::getsockname(fd.get(), generic, &size) != 0) {
        throw std::runtime_error("no free port");
    }
    port = ntohs(address.sin_port);
    return fd;
}

TestRequest parse(const std::string& head) {
    TestRequest request;
    const std::size_t path = head.find(' ') + 1;
    request.method = head.substr(0, path - 1);
    request.path = head.substr(path, head.find(' ', path) - path);
    std::size_t line = head.find("\r\n") + 2;
    while (line < head.size()) {
        const std::size_t end = head.find("\r\n", line);
        const std::size_t colon = head.find(": ", line);
        if (end == std::string::npos || colon == std::string::npos || colon > end) {
            break;
        }
        std::string name = head.substr(line, colon - line);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return std::tolower(c); });
        request.headers[name] = head.substr(colon + 2, end - colon - 2);
        line = end + 2;
    }
    return request;
}

}  // namespace

std::string TestRequest::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

bool Connection::send(std::string_view bytes) {
    while (!bytes.empty() && open_) {
        const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            open_ = false;
            break;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return open_;
}

bool Connection::answer(int status, std::string_view body, std::string_view headers) {
    std::string text = "HTTP/1.1 " + std::to_string(status) + " Test\r\n";
    text += headers;
    if (status != 304) {
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    text += "\r\n";
    text += body;
    return send(text);
}

bool Connection::answer_head(int status, std::size_t length, std::string_view headers) {
    return send("HTTP/1.1 " + std::to_string(status) + " Test\r\n" + std::string(headers) +
                "Content-Length: " + std::to_string(length) + "\r\n\r\n");
}

void Connection::hang() {
    char ignored[256];
    while (::recv(fd_, ignored, sizeof ignored, 0) > 0) {
    }
    open_ = false;
}

void Connection::trickle() {
    pollfd peer{fd_, POLLIN | POLLRDHUP, 0};
    while (::poll(&peer, 1, 10) == 0 && send("x")) {
    }
    open_ = false;
}

void Connection::reset() {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    open_ = false;
}

void Connection::close() {
    open_ = false;
}

TestServer::TestServer(Handler handler, std::string greeting)
    : handler_(std::move(handler)), greeting_(std::move(greeting)), listener_(bound_socket(port_)) {
    if (::listen(listener_.get(), 1024) != 0) {
        throw std::runtime_error("cannot listen");
    }
    acceptor_ = std::thread([this] { accept_loop(); });
}

TestServer::~TestServer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        ::shutdown(listener_.get(), SHUT_RDWR);
        for (const int fd : open_) {
            ::shutdown(fd, SHUT_RDWR);
        }
    }
    acceptor_.join();
    for (std::thread& thread : threads_) {
        thread.join();
    }
}

std::string TestServer::url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

void TestServer::accept_loop() {
    for (;;) {
        const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock(mutex_);
        if (fd < 0 || stopping_) {
            if (fd >= 0) {
                ::close(fd);
            }
            return;
        }
        ++accepted_;
        open_.push_back(fd);
        threads_.emplace_back([this, fd] { serve(fd); });
    }
}

void TestServer::serve(int fd) {
    Connection connection(fd);
    connection.send(greeting_);
    std::string input;
    while (connection.open()) {
        const std::size_t end = input.find("\r\n\r\n");
        if (end != std::string::npos) {
            const TestRequest request = parse(input.substr(0, end + 2));
            input.erase(0, end + 4);
            handler_(request, connection);
            continue;
        }
        char buffer[4096];
        const ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
        if (got <= 0) {
            break;
        }
        input.append(buffer, static_cast<std::size_t>(got));
    }
    const std::lock_guard lock(mutex_);
    open_.erase(std::find(open_.begin(), open_.end(), fd));
    ::close(fd);
}

RefusingPort::RefusingPort() : fd_(bound_socket(port_)) {}

}  // namespace livecam::fetch::test
