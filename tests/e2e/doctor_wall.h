// A set-up in which nothing is wrong: cameras, livecamd with passwords and keys in files, nginx.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/e2e/ctl.h"
#include "tests/e2e/programs.h"

namespace livecam::e2e {

class DoctorWall {
  public:
    /// `wrapper`: as Livecamd's.
    explicit DoctorWall(std::vector<std::string> wrapper = {});

    Finished doctor(std::vector<std::string> more = {}) const;

    /// nginx's configuration with one text in place of another, as a file of its own.
    std::string nginx_config(const std::string& old, const std::string& text) const;
    std::string nginx_config() const { return nginx->directory() + "/nginx.conf"; }

    std::string config() const { return dir / "cameras.json"; }
    void write_config(const std::string& max_bytes = "32M") const;

    TempDir dir;
    Simulator simulator{{"--cameras", "3", "--interval", "1s", "--size", "160x100"}};
    StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
    std::unique_ptr<Nginx> nginx;
};

/// Replaces the first occurrence of a text; throws if there is none.
std::string replaced(std::string text, const std::string& old, const std::string& fresh);

}  // namespace livecam::e2e
