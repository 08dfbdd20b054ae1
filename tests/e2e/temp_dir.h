// A directory of its own for every test: below /tmp for files, below /dev/shm for a store.
#pragma once

#include <filesystem>
#include <string>

namespace livecam::e2e {

class TempDir {
  public:
    /// `parent` must exist. Mode 0755, so that nginx's workers, who may be another user, can enter.
    explicit TempDir(const std::string& parent = "/tmp");
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    const std::string& path() const { return path_; }
    std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

void write_file(const std::string& path, const std::string& content);
std::string read_file(const std::string& path);  // "" if it is not there

}  // namespace livecam::e2e
