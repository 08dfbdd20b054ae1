#include "sidecar/ops/recent_durations.h"

#include <gtest/gtest.h>

namespace livecam::ops {
namespace {

TEST(RecentDurations, NearestRank) {
    RecentDurations durations;
    EXPECT_EQ(durations.percentile(50), std::nullopt);
    durations.add(7);
    EXPECT_EQ(durations.percentile(1), 7u);
    EXPECT_EQ(durations.percentile(99), 7u);
    for (int ms : {9, 8, 10}) {
        durations.add(ms);
    }
    EXPECT_EQ(durations.percentile(50), 8u);
    EXPECT_EQ(durations.percentile(75), 9u);
    EXPECT_EQ(durations.percentile(76), 10u);
    EXPECT_EQ(durations.percentile(100), 10u);
}

TEST(RecentDurations, OnlyTheNewestCount) {
    RecentDurations durations;
    for (int i = 0; i < 1000; ++i) {
        durations.add(i < 936 ? 50'000 : i - 935);  // the last ones 1 … 64
    }
    EXPECT_EQ(durations.percentile(50), 32u);
    EXPECT_EQ(durations.percentile(99), 64u);
    durations.add(70'000);
    EXPECT_EQ(durations.percentile(100), 65'535u);
    durations.add(-5);
    EXPECT_EQ(durations.percentile(1), 0u);
}

}  // namespace
}  // namespace livecam::ops
