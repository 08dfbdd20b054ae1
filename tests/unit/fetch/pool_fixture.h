// A pool with a frames directory of its own, and the attempts it reported.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "shared/fd.h"
#include "sidecar/fetch/pool.h"
#include "test_server.h"

namespace livecam::fetch::test {

/// How long a condition may take before the test is given up.
inline constexpr std::chrono::seconds kPatience{20};

/// A complete 16×16 JPEG; another shade, other bytes.
std::string jpeg(int shade);

config::Camera camera(std::string slug, std::string src,
                      std::chrono::milliseconds interval = std::chrono::hours(1));

/// What several threads tell and one waits for.
template <class State>
class Watched {
  public:
    template <class Change>
    void update(Change change) {
        {
            const std::lock_guard lock(mutex_);
            change(state_);
        }
        changed_.notify_all();
    }
    template <class Predicate>
    bool wait(Predicate predicate) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, kPatience, [&] { return predicate(state_); });
    }
    State get() {
        const std::lock_guard lock(mutex_);
        return state_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    State state_{};
};

class PoolTest : public ::testing::Test {
  protected:
    PoolTest();
    ~PoolTest() override;

    void start(std::vector<config::Camera> cameras, const Pool::Known& known = {});
    /// The first attempt at a camera that lives alone in the pool.
    Attempt attempt_at(const std::string& url);

    /// The first attempt not yet taken that matches; fails the test if none comes.
    Attempt take(const std::function<bool(const Attempt&)>& matches);
    Attempt take(const std::string& slug);
    /// Attempts reported and not taken.
    std::size_t left(const std::string& slug);

    config::Fetch settings;
    Resolver::Lookup lookup = look_up;
    int frames_dir() const noexcept { return frames_.get(); }
    std::unique_ptr<Pool> pool;

  private:
    std::string directory_;
    Fd frames_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Attempt> attempts_;
};

}  // namespace livecam::fetch::test
