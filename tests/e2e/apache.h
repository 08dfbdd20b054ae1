// Debian's apache2 as a camera's web server: software that knows nothing of us.
#pragma once

#include <string>
#include <vector>

#include "tests/e2e/process.h"
#include "tests/e2e/temp_dir.h"

namespace livecam::e2e {

/// One line of its access log.
struct Access {
    std::string method, path, status, if_none_match, if_modified_since;
};

class Apache {
  public:
    /// `more` are further lines of its configuration; "@dir@" in them is its directory.
    explicit Apache(std::string more = {});

    /// A file to be served; replaces an older one of that name in one step.
    void put(const std::string& name, const std::string& content);
    std::string file(const std::string& name) const { return dir_ / ("www/" + name); }
    std::string url(const std::string& name) const;

    int port() const { return port_; }
    /// Another file beside its configuration, to be named in `more`.
    void put_beside(const std::string& name, const std::string& content);
    std::string beside(const std::string& name) const { return read_file(dir_ / name); }

    void start();
    void stop();
    std::vector<Access> accesses(const std::string& name) const;  // to this file, oldest first

  private:
    TempDir dir_;
    int port_;
    Process process_;
};

}  // namespace livecam::e2e
