// The programs under test, each with the files it needs in a directory of its own.
#pragma once

#include <string>
#include <vector>

#include "tests/e2e/process.h"
#include "tests/e2e/temp_dir.h"

namespace livecam::e2e {

/// Where the build put its results; from the environment or compiled in.
std::string built(const std::string& name);

/// The camera simulator on a free port, with its own configuration for livecamd.
class Simulator {
  public:
    explicit Simulator(std::vector<std::string> options = {});

    std::string url(const std::string& path) const;
    const std::string& config() const { return config_; }  // a file livecamd can be started with

    /// Switches a fault for a camera ("*": all); "none" ends it.
    void fault(const std::string& camera, const std::string& name) const;

  private:
    TempDir dir_;
    std::string config_;
    Process process_;
    int port_ = 0;
};

/// A store's directory on the tmpfs, readable for nginx's workers whoever they are.
class StoreDir {
  public:
    explicit StoreDir(const std::string& parent = "/dev/shm");
    const std::string& path() const { return path_; }

  private:
    TempDir parent_;
    std::string path_;
};

class Livecamd {
  public:
    /// Starts it; wait_ready() waits for the end of the first round.
    /// `wrapper`: a command that becomes livecamd, such as env(1) with settings.
    Livecamd(std::string config, std::string store, std::vector<std::string> options = {},
             std::vector<std::string> wrapper = {});

    bool wait_ready();
    /// Until every camera has a picture and is well: on a busy machine some miss the first round.
    bool wait_pictures();
    bool wait_picture(const std::string& path);  // until the store has a frame for the path
    Process& process() { return process_; }
    std::string log() const { return read_file(log_); }
    void start();  // again, after kill() or a stop

  private:
    TempDir dir_;
    std::string config_;
    std::string store_;
    std::vector<std::string> options_;
    std::vector<std::string> wrapper_;
    std::string log_;
    Process process_;
};

/// In all of them, {DIR} is nginx's directory.
struct NginxOptions {
    std::string main{};    // lines for the top
    std::string http{};    // lines for http {}
    std::string server{};  // lines for server {}, after `livecam on;`
    std::string listen{};  // further listen options: "sndbuf=16k"
    int workers = 2;
    int connections = 1024;  // worker_connections
    bool daemon = false;     // as a service starts it: upgrade() needs that
    bool tls = false;        // a second port with TLS and HTTP/2, see https_url()
};

/// nginx's command line for a configuration, with what it needs to host our module.
std::vector<std::string> nginx_command(const std::string& conf, const std::string& error_log);

/// Debian's nginx with our module. Its error log must stay free of what nobody may overlook;
/// verify_log() is called by the destructor.
class Nginx {
  public:
    Nginx(const std::string& store, NginxOptions options = {});
    ~Nginx();

    int port() const { return port_; }
    int tls_port() const { return tls_port_; }  // 0 without .tls
    std::string url(const std::string& path) const;
    std::string https_url(const std::string& path) const;
    pid_t master() const { return process_.pid(); }
    std::vector<pid_t> workers() const { return children_of(master()); }
    void reload();  // returns when new workers have taken over

    /// A binary upgrade (USR2, WINCH, QUIT): returns when the old master has gone, and
    /// master() is the new one.
    void upgrade();

    std::string log() const { return read_file(dir_ / "error.log"); }
    const std::string& directory() const { return dir_.path(); }

    /// Lines with these texts are part of the test: a SIGKILL of a worker leaves an alert.
    void allow(const std::string& text) { allowed_.push_back(text); }

  private:
    TempDir dir_;
    int port_ = 0;
    int tls_port_ = 0;
    Process process_;
    std::vector<std::string> allowed_;
};

}  // namespace livecam::e2e
