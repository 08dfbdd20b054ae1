#include "sidecar/fetch/supervisor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

namespace livecam::fetch {
namespace {

using Verdict = Supervisor::Verdict;

TEST(SupervisorTest, TellsWhichThreadStandsStillAndWhenItMovesAgain) {
    std::atomic<std::uint64_t> moving = 0;
    std::atomic<std::uint64_t> stuck = 7;
    std::atomic<bool> free = false;
    std::mutex mutex;
    std::vector<std::pair<std::size_t, Verdict>> told;
    {
        Supervisor supervisor(
            [&] {
                stuck += free ? 1 : 0;
                return std::vector<std::uint64_t>{++moving, stuck};
            },
            [&](std::size_t thread, Verdict verdict) {
                const std::lock_guard lock(mutex);
                told.emplace_back(thread, verdict);
                free = free || verdict == Verdict::kGivenUp;
            },
            std::chrono::milliseconds(1));
        const std::uint64_t enough = Supervisor::kGiveUpTicks + 10;
        while (moving < enough) {
            std::this_thread::yield();
        }
    }
    const std::vector<std::pair<std::size_t, Verdict>> expected = {
        {1, Verdict::kSlow}, {1, Verdict::kGivenUp}, {1, Verdict::kMovesAgain}};
    EXPECT_EQ(told, expected);
}

TEST(SupervisorTest, EndsAtOnce) {
    const auto began = std::chrono::steady_clock::now();
    {
        Supervisor supervisor([] { return std::vector<std::uint64_t>{}; }, {},
                              std::chrono::hours(1));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

}  // namespace
}  // namespace livecam::fetch
