// Viewers who keep one connection each and ask rarely, so that a reload finds them idle.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace livecam::e2e {

struct KeepersReport {
    std::uint64_t requests = 0;
    std::uint64_t closed_idle = 0;  // without a word, between two requests; asked again
    std::uint64_t failures = 0;     // on a fresh connection, or no 200
};

class Keepers {
  public:
    Keepers(int port, std::string path, int count = 4);
    ~Keepers() { stop(); }
    KeepersReport stop();

  private:
    void keep();

    const int port_;
    const std::string path_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::uint64_t> requests_{0}, closed_idle_{0}, failures_{0};
    std::vector<std::thread> threads_;
};

}  // namespace livecam::e2e
