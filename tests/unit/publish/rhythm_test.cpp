#include "sidecar/publish/rhythm.h"

#include <gtest/gtest.h>

namespace livecam::publish {
namespace {

constexpr std::int64_t kInterval = 3000;
constexpr std::int64_t kStart = 1'000'000'000;

/// The descriptor after the first picture at kStart.
Descriptor seen_once() {
    Descriptor d;
    d.kind = Kind::kFrames;
    on_change(d, kStart, kInterval, kStart + kInterval);
    d.frame_count = 1;
    d.frames[0].changed_at = kStart;
    return d;
}

void change(Descriptor& d, std::int64_t now) {
    on_change(d, now, kInterval, now + kInterval);
    d.frames[0].changed_at = now;
}

TEST(Rhythm, FirstPictureIsLiveForTenMinutesWhateverItsPeriodTurnsOutToBe) {
    const Descriptor d = seen_once();
    EXPECT_EQ(d.period_ms, 0u);
    EXPECT_EQ(d.stale_at, kStart + kUnknownLiveMs);
    EXPECT_EQ(state_of(d.freshness(), kStart + 599'999, true), CameraState::kLive);
    EXPECT_EQ(state_of(d.freshness(), kStart + 600'000, true), CameraState::kStale);
}

TEST(Rhythm, PeriodFollowsTheGapsBetweenChanges) {
    Descriptor d = seen_once();
    change(d, kStart + 6000);
    EXPECT_EQ(d.period_ms, 6000u);
    change(d, kStart + 6000 + 10'000);
    EXPECT_EQ(d.period_ms, 7000u) << "a quarter of the new gap";
    EXPECT_EQ(d.stale_at, kStart + 16'000 + kMinLiveMs);
}

TEST(Rhythm, GapAcrossAFailureTeachesNothing) {
    Descriptor d = seen_once();
    change(d, kStart + 6000);
    on_failure(d, Reason::kTimeout, kInterval, kStart + 9000);
    change(d, kStart + 16'000);  // soon enough to count, if it were not for the failure
    EXPECT_EQ(d.period_ms, 6000u);
    EXPECT_EQ(d.failures, 0u);
    EXPECT_EQ(d.reason, Reason::kNone);
}

TEST(Rhythm, GapAcrossARestartTeachesNothing) {
    Descriptor d = seen_once();
    change(d, kStart + 6000);
    change(d, kStart + 3'600'000);
    EXPECT_EQ(d.period_ms, 6000u);
}

TEST(Rhythm, UnchangedPictureGrowsStaleAndIsExpectedAtTheNextAttempt) {
    Descriptor d = seen_once();
    change(d, kStart + 6000);
    const std::int64_t now = kStart + 100'000;
    on_unchanged(d, now, kInterval, now + kInterval);
    EXPECT_EQ(d.checked_at, now);
    EXPECT_EQ(d.next_expected, now + kInterval);
    EXPECT_EQ(state_of(d.freshness(), now, true), CameraState::kStale);
}

TEST(Rhythm, FailingCameraIsDownAfterItsGrace) {
    Descriptor d = seen_once();
    on_failure(d, Reason::kRefused, kInterval, kStart + 6000);
    EXPECT_EQ(d.failures, 1u);
    EXPECT_EQ(d.next_expected, kStart + 6000) << "nothing can appear before the next attempt";
    EXPECT_EQ(state_of(d.freshness(), kStart + kMinGraceMs - 1, true), CameraState::kLive);
    EXPECT_EQ(state_of(d.freshness(), kStart + kMinGraceMs, true), CameraState::kDown);
    on_unchanged(d, kStart + 20'000, kInterval, kStart + 23'000);
    EXPECT_EQ(state_of(d.freshness(), kStart + 20'000, true), CameraState::kLive);
}

TEST(Rhythm, SlowCameraHasItsOwnGrace) {
    Descriptor d;
    d.kind = Kind::kFrames;
    on_change(d, kStart, 600'000, kStart + 600'000);
    EXPECT_EQ(d.down_at, kStart + kGraceIntervals * 600'000);
    EXPECT_EQ(d.stale_at, kStart + kLivePeriods * 600'000);
}

}  // namespace
}  // namespace livecam::publish
