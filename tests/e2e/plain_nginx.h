// Debian's nginx without our module, as a camera's web server behind TLS.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/e2e/certificates.h"
#include "tests/e2e/process.h"
#include "tests/e2e/temp_dir.h"

namespace livecam::e2e {

class PlainNginx {
  public:
    /// A server with TLS and HTTP/2 for each of these certificates, and one without TLS, all with
    /// the same files. `plain_listen` are further addresses of the last: "[::1]".
    PlainNginx(const Certificates& certificates, const std::vector<std::string>& names,
               const std::vector<std::string>& plain_listen = {});
    ~PlainNginx();

    void put(const std::string& name, const std::string& content);
    /// "https://127.0.0.1:port/file"; "" for the server without TLS.
    std::string url(const std::string& certificate, const std::string& file) const;
    int port(const std::string& certificate) const { return ports_.at(certificate); }

    /// "protocol status server-address" of each request for the file, oldest first.
    std::vector<std::string> accesses(const std::string& file) const;

  private:
    TempDir dir_;
    std::map<std::string, int> ports_;
    Process process_;
};

}  // namespace livecam::e2e
