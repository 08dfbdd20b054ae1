#include "sidecar/fetch/resolver.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace livecam::fetch {
namespace {

using std::chrono::seconds;
using Instant = Resolver::Clock::time_point;

const Instant kNow = Resolver::Clock::now();

/// Collects what is told, and lets the test wait for it.
class Told {
  public:
    Resolver::Done done() {
        return [this](const std::string& host, const Resolved& found) {
            const std::lock_guard lock(mutex_);
            told_.emplace_back(host, found);
            changed_.notify_all();
        };
    }
    bool wait(std::size_t count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, seconds(20), [&] { return told_.size() >= count; });
    }
    std::vector<std::pair<std::string, Resolved>> get() {
        const std::lock_guard lock(mutex_);
        return told_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::pair<std::string, Resolved>> told_;
};

TEST(ResolverTest, TheSystemResolvesItsOwnName) {
    EXPECT_FALSE(look_up("localhost").addresses.empty());
    const Resolved none = look_up("name.invalid");
    EXPECT_TRUE(none.addresses.empty());
    EXPECT_NE(none.error, "");
}

TEST(ResolverTest, AnAnswerIsToldOnceAndThenKept) {
    std::atomic<int> lookups = 0;
    Told told;  // outlives the threads that tell it
    Resolver resolver([&](const std::string&) {
        ++lookups;
        return Resolved{{"192.0.2.1"}, {}};
    });
    EXPECT_TRUE(resolver.find("a", kNow, told.done()).empty());
    ASSERT_TRUE(told.wait(1));
    EXPECT_EQ(told.get()[0].first, "a");
    EXPECT_EQ(resolver.find("a", kNow, told.done()), std::vector<std::string>{"192.0.2.1"});
    EXPECT_EQ(lookups, 1);
    EXPECT_EQ(told.get().size(), 1u);
}

TEST(ResolverTest, AFailureIsToldAndNotKept) {
    std::atomic<int> lookups = 0;
    Told told;  // outlives the threads that tell it
    Resolver resolver([&](const std::string&) {
        ++lookups;
        return Resolved{{}, "no such name"};
    });
    resolver.find("a", kNow, told.done());
    ASSERT_TRUE(told.wait(1));
    EXPECT_EQ(told.get()[0].second.error, "no such name");
    resolver.find("a", kNow, told.done());
    ASSERT_TRUE(told.wait(2));
    EXPECT_EQ(lookups, 2);
}

TEST(ResolverTest, OldAnswersServeWhileTheNameServerIsAway) {
    std::atomic<bool> away = false;
    std::atomic<int> lookups = 0;
    Told told;  // outlives the threads that tell it
    Resolver resolver([&](const std::string&) {
        ++lookups;
        return away ? Resolved{{}, "away"} : Resolved{{"192.0.2.1"}, {}};
    });
    resolver.find("a", kNow, told.done());
    ASSERT_TRUE(told.wait(1));
    away = true;
    const Instant later = Resolver::Clock::now() + Resolver::kFresh + seconds(1);
    EXPECT_FALSE(resolver.find("a", later, told.done()).empty());
    while (lookups < 2 || resolver.counts().busy > 0) {
        std::this_thread::yield();
    }
    EXPECT_FALSE(resolver.find("a", later, told.done()).empty());
    const Instant too_late = later + Resolver::kStale;
    EXPECT_TRUE(resolver.find("a", too_late, told.done()).empty());
}

TEST(ResolverTest, OneLookupServesAllWhoWaitAndHangingOnesAreBounded) {
    std::atomic<int> lookups = 0;
    Told told;  // outlives the threads that tell it
    Resolver resolver([&](const std::string& host) {
        ++lookups;
        if (host.starts_with("dead")) {
            ::pause();
        }
        return Resolved{{"192.0.2.1"}, {}};
    });
    for (int i = 0; i < 20; ++i) {
        resolver.find("dead", kNow, told.done());
    }
    resolver.find("alive", kNow, told.done());
    ASSERT_TRUE(told.wait(1)) << "one dead name delays no other";
    EXPECT_EQ(told.get()[0].first, "alive");
    for (int i = 0; i < 100; ++i) {
        resolver.find("dead" + std::to_string(i), kNow, told.done());
    }
    while (lookups < static_cast<int>(Resolver::kMaxThreads) + 1) {
        std::this_thread::yield();
    }
    const Resolver::Counts counts = resolver.counts();
    EXPECT_EQ(counts.threads, Resolver::kMaxThreads);
    EXPECT_EQ(counts.busy, Resolver::kMaxThreads);
    EXPECT_EQ(counts.waiting, 101 - Resolver::kMaxThreads);
    const auto began = Resolver::Clock::now();
    resolver.stop();
    EXPECT_LT(Resolver::Clock::now() - began, seconds(1)) << "lookups that hang are cancelled";
    EXPECT_EQ(told.get().size(), 1u) << "nobody is told after the stop";
    EXPECT_EQ(resolver.counts().threads, 0u);
}

}  // namespace
}  // namespace livecam::fetch
