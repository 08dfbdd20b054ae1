#include "sidecar/fetch/schedule.h"

#include <gtest/gtest.h>

namespace livecam::fetch {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Instant kStart{hours(1000)};
constexpr milliseconds kMaxBackoff = seconds(60);
constexpr double kMiddle = 0.5;
constexpr double kAlmostOne = 0.999999;

/// A camera whose random first gap has been taken; it is due at kStart + 3 s.
Schedule settled() {
    Schedule schedule(seconds(3), kStart);
    schedule.succeeded(kStart, kMiddle, kMaxBackoff);
    return schedule;
}

TEST(ScheduleTest, IntervalCountsFromTheDueTimeNotFromTheAnswer) {
    Schedule schedule = settled();
    ASSERT_EQ(schedule.due(), kStart + seconds(3));
    schedule.succeeded(kStart + seconds(5), kMiddle, kMaxBackoff);
    EXPECT_EQ(schedule.due(), kStart + seconds(6));
}

TEST(ScheduleTest, LateTicksAreOneTick) {
    Schedule schedule = settled();
    const Instant late = kStart + minutes(2);
    schedule.succeeded(late, kMiddle, kMaxBackoff);
    EXPECT_EQ(schedule.due(), late);
    schedule.succeeded(late, kMiddle, kMaxBackoff);
    EXPECT_EQ(schedule.due(), late + seconds(3));
}

TEST(ScheduleTest, FirstGapSpreadsOverOneIntervalAndLaterGapsDoNot) {
    Schedule early(seconds(3), kStart);
    early.succeeded(kStart, 0.0, kMaxBackoff);
    EXPECT_EQ(early.due(), kStart + milliseconds(1500));
    Schedule later(seconds(3), kStart);
    later.succeeded(kStart, kAlmostOne, kMaxBackoff);
    EXPECT_GT(later.due(), kStart + milliseconds(4490));
    EXPECT_LE(later.due(), kStart + milliseconds(4500));
    early.succeeded(early.due(), kAlmostOne, kMaxBackoff);
    EXPECT_EQ(early.due(), kStart + milliseconds(4500));
}

TEST(ScheduleTest, FirstFailureWaitsOneIntervalFromItsEnd) {
    Schedule schedule = settled();
    const Instant end = kStart + seconds(8);
    schedule.failed(end, kAlmostOne, kMaxBackoff, {});
    EXPECT_EQ(schedule.due(), end + seconds(3));
}

TEST(ScheduleTest, CeilingDoublesWithEachFailureUpToTheLimit) {
    Schedule schedule = settled();
    Instant now = kStart + seconds(3);
    for (const int expected : {3, 6, 12, 24, 48, 60, 60, 60}) {
        schedule.failed(now, kAlmostOne, kMaxBackoff, {});
        EXPECT_GT(schedule.due(), now + seconds(expected) - milliseconds(10));
        EXPECT_LE(schedule.due(), now + seconds(expected));
        now = schedule.due();
    }
}

TEST(ScheduleTest, ALearnedWaitBeginsWhenTheLevelsAreTakenOff) {
    Schedule schedule = settled();
    Instant now = kStart;
    for (int i = 0; i < 3; ++i) {
        schedule.failed(now, kMiddle, kMaxBackoff, {});
    }
    for (int level = 2; level > 0; --level) {
        schedule.succeeded_after(now, seconds(10), now + seconds(1), kMiddle, kMaxBackoff);
        EXPECT_EQ(schedule.level(), level);
        EXPECT_GE(schedule.due(), now + seconds(11)) << "from its end, and jittered";
    }
    schedule.succeeded_after(now, seconds(10), now + seconds(1), kMiddle, kMaxBackoff);
    EXPECT_EQ(schedule.due(), now + seconds(10)) << "from its beginning";
}

TEST(ScheduleTest, JitterReachesDownToTheIntervalAndNotBelow) {
    Schedule schedule = settled();
    Instant now = kStart;
    for (int i = 0; i < 10; ++i) {
        schedule.failed(now, 0.0, kMaxBackoff, {});
        EXPECT_EQ(schedule.due(), now + seconds(3));
        now = schedule.due();
    }
    schedule.failed(now, kMiddle, kMaxBackoff, {});
    EXPECT_EQ(schedule.due(), now + milliseconds(31'500));
}

TEST(ScheduleTest, SuccessTakesOneLevelOffInsteadOfAll) {
    Schedule schedule = settled();
    Instant now = kStart;
    for (int i = 0; i < 4; ++i) {
        schedule.failed(now, kAlmostOne, kMaxBackoff, {});
        now = schedule.due();
    }
    ASSERT_EQ(schedule.level(), 4);
    for (const int expected : {12, 6, 3}) {
        schedule.succeeded(now, kAlmostOne, kMaxBackoff);
        EXPECT_GT(schedule.due(), now + seconds(expected) - milliseconds(10));
        EXPECT_LE(schedule.due(), now + seconds(expected));
        now = schedule.due();
    }
    schedule.succeeded(now, kAlmostOne, kMaxBackoff);
    EXPECT_EQ(schedule.level(), 0);
    EXPECT_EQ(schedule.due(), now + seconds(3));
}

TEST(ScheduleTest, LongOutageDoesNotPileUpLevels) {
    Schedule schedule = settled();
    for (int i = 0; i < 1000; ++i) {
        schedule.failed(kStart, kMiddle, kMaxBackoff, {});
    }
    EXPECT_EQ(schedule.level(), 6);  // 3 s doubled five times is over 60 s
}

TEST(ScheduleTest, RetryAfterLengthensAndNeverShortens) {
    Schedule schedule = settled();
    schedule.failed(kStart, kMiddle, kMaxBackoff, minutes(10));
    EXPECT_EQ(schedule.due(), kStart + minutes(10));
    schedule = settled();
    schedule.failed(kStart, kMiddle, kMaxBackoff, milliseconds(0));
    EXPECT_EQ(schedule.due(), kStart + seconds(3));
}

TEST(ScheduleTest, IntervalLongerThanTheLimitStaysTheInterval) {
    Schedule schedule(hours(1), kStart);
    for (int i = 0; i < 3; ++i) {
        schedule.failed(kStart, kAlmostOne, kMaxBackoff, {});
        EXPECT_EQ(schedule.due(), kStart + hours(1));
    }
}

TEST(ScheduleTest, NewIntervalBringsAHealthyCameraForwardAndLeavesAFailingOne) {
    Schedule healthy(hours(1), kStart);
    healthy.succeeded(kStart, kMiddle, kMaxBackoff);
    healthy.set_interval(seconds(2), kStart + seconds(1));
    EXPECT_EQ(healthy.due(), kStart + seconds(3));
    healthy.set_interval(hours(2), kStart + seconds(1));
    EXPECT_EQ(healthy.due(), kStart + seconds(3));

    Schedule failing = settled();
    failing.failed(kStart, kMiddle, kMaxBackoff, minutes(10));
    failing.set_interval(seconds(1), kStart);
    EXPECT_EQ(failing.due(), kStart + minutes(10));
}

}  // namespace
}  // namespace livecam::fetch
