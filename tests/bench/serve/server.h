// A server that is measured, and how it is started.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/serve/cores.h"
#include "tests/e2e/process.h"

namespace livecam::bench {

/// One server with its processes. It ends with the object, and when this program dies.
class Server {
  public:
    Server(std::string name, std::string settings)
        : name(std::move(name)), settings(std::move(settings)) {}
    Server(Server&&) = default;
    ~Server();

    /// Starts it on these cores ("0", "0,1"). Throws unless it answers `path` within some seconds.
    void start(std::vector<std::string> command, const std::string& cores, const std::string& log,
               const std::string& path);
    /// Those that serve: nginx's workers, varnishd's child, else the process itself.
    void find_serving();
    /// Processor time that they took so far. Throws if one of them is gone.
    double cpu_s() const;
    std::string url(const std::string& path) const;

    std::string name;      // as in tables
    std::string settings;  // in words, for the reader
    int port = 0;
    int tls_port = 0;
    std::vector<pid_t> serving;

  private:
    e2e::Process process_;
    std::string log_;
};

/// nginx's configuration. {DIR} is its directory.
struct NginxText {
    std::string main{};
    std::string http{};
    std::string server{};
    std::string listen{};  // further options of the port without TLS
    int workers = 1;
};

/// With connections that last, no logs, and HTTP/2 beside TLS on a second port. `certificate` is
/// the directory of cert.pem and key.pem. `user`: the line for workers, for root only.
void start_nginx(Server& server, const NginxText& text, const std::string& directory,
                 const std::string& certificate, const std::string& cores);

}  // namespace livecam::bench
