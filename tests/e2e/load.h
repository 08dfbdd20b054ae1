// Viewers who never stop looking: each asks for every camera in turn over a connection it keeps,
// and checks every picture by its own checksum.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace livecam::e2e {

struct LoadReport {
    std::uint64_t requests = 0;
    std::uint64_t pictures = 0;  // answered 200 and intact
    std::uint64_t not_modified = 0;
    std::vector<std::string> failures;   // 5xx, wrong, torn, short, or an error on a connection
    std::vector<std::string> went_back;  // a client saw an older picture after a newer one
    std::map<std::string, std::uint64_t> first;  // slug → lowest sequence seen
    std::map<std::string, std::uint64_t> last;   // slug → highest sequence seen
};

class Load {
  public:
    /// `viewers` threads ask `base` + "/image/<slug>" for each slug, at most one request every
    /// `pace` each.
    Load(std::string base, std::vector<std::string> slugs, int viewers,
         std::chrono::milliseconds pace);
    ~Load() { stop(); }

    LoadReport stop();

    std::uint64_t requests();  // so far
    std::uint64_t failures();

    /// What happens until the next mark() is put down with this text.
    void mark(const std::string& text);

  private:
    void view();

    const std::string base_;
    const std::vector<std::string> slugs_;
    const std::chrono::milliseconds pace_;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::string mark_ = "start";
    LoadReport report_;
    std::vector<std::thread> threads_;
};

}  // namespace livecam::e2e
