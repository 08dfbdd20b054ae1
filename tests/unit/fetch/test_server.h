// An HTTP origin inside the test: a thread for each connection, and a handler that may misbehave in
// any way a socket allows.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "shared/fd.h"

namespace livecam::fetch::test {

struct TestRequest {
    std::string method;
    std::string path;
    std::map<std::string, std::string> headers;  // names in lower case

    std::string header(const std::string& name) const;
};

class Connection {
  public:
    explicit Connection(int fd) noexcept : fd_(fd) {}

    /// False if the peer is gone.
    bool send(std::string_view bytes);
    /// A whole answer with Content-Length; `headers` are complete lines, each with its CRLF.
    bool answer(int status, std::string_view body, std::string_view headers = {});
    /// As answer() would, to a HEAD.
    bool answer_head(int status, std::size_t length, std::string_view headers = {});
    /// Says nothing until the peer closes or the server stops.
    void hang();
    /// One byte now and then, for as long as somebody listens.
    void trickle();
    /// Closes with RST.
    void reset();
    void close();
    bool open() const noexcept { return open_; }

  private:
    int fd_;
    bool open_ = true;
};

class TestServer {
  public:
    using Handler = std::function<void(const TestRequest&, Connection&)>;

    /// Listens on a free port of 127.0.0.1; says `greeting` to whoever connects.
    explicit TestServer(Handler handler, std::string greeting = {});
    ~TestServer();

    std::string url(std::string_view path) const;
    int port() const noexcept { return port_; }
    int connections() const noexcept { return accepted_; }

  private:
    void accept_loop();
    void serve(int fd);

    Handler handler_;
    std::string greeting_;
    int port_ = 0;  // set by what makes listener_
    Fd listener_;
    std::atomic<int> accepted_ = 0;
    std::mutex mutex_;
    std::vector<int> open_;
    std::vector<std::thread> threads_;
    bool stopping_ = false;
    std::thread acceptor_;
};

/// A port of 127.0.0.1 that refuses connections for as long as this lives: bound, not listening.
class RefusingPort {
  public:
    RefusingPort();
    int port() const noexcept { return port_; }

  private:
    int port_ = 0;  // set by what makes fd_
    Fd fd_;
};

}  // namespace livecam::fetch::test
