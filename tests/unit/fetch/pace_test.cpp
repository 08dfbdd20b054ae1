// The estimator against synthetic cameras: how many requests a picture costs, and how late it is
// found.
#include "sidecar/fetch/pace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <vector>

namespace livecam::fetch {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Instant kStart{hours(1000)};

/// When a camera takes its pictures, as spans since kStart; ascending.
using Changes = std::vector<milliseconds>;

Changes every(milliseconds period, milliseconds from, milliseconds to) {
    Changes changes;
    for (milliseconds at = from; at < to; at += period) {
        changes.push_back(at);
    }
    return changes;
}

Changes jittered(milliseconds period, double share, milliseconds to) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> offset(-share, share);
    Changes changes;
    for (milliseconds at = period; at < to; at += period) {
        changes.push_back(at + milliseconds(static_cast<int>(offset(random) *
                                                             static_cast<double>(period.count()))));
    }
    return changes;
}

Changes joined(Changes a, const Changes& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

struct Course {
    Pace::Limits limits{seconds(1), minutes(5)};
    bool validators = false;       // Last-Modified in whole seconds
    milliseconds clock_behind{0};  // of the origin
};

struct Tally {
    int looks = 0, found = 0, taken = 0;
    std::vector<milliseconds> delays;
    milliseconds shortest_wait = hours(1000), longest_wait{0};
    Pace pace;

    double looks_per_change() const { return static_cast<double>(looks) / taken; }
    milliseconds delay(double quantile) {
        std::sort(delays.begin(), delays.end());
        return delays.empty() ? milliseconds(-1)
                              : delays[static_cast<std::size_t>(
                                    quantile * static_cast<double>(delays.size() - 1))];
    }
};

/// Follows the camera, and counts from `from` on, when it has been learned.
Tally follow(const Changes& changes, milliseconds from, milliseconds to, Course course = {}) {
    Tally tally;
    std::mt19937 random(11);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    std::ptrdiff_t known = -1;
    for (milliseconds at{0}; at < to;) {
        const auto newest =
            std::upper_bound(changes.begin(), changes.end(), at) - changes.begin() - 1;
        const bool changed = newest > known || at.count() == 0;
        std::optional<Instant> captured;
        if (course.validators && newest >= 0) {
            const milliseconds says =
                changes[static_cast<std::size_t>(newest)] - course.clock_behind;
            captured = kStart + std::chrono::floor<seconds>(says);
        }
        if (at >= from) {
            ++tally.looks;
            if (changed && newest >= 0) {
                ++tally.found;
                tally.delays.push_back(at - changes[static_cast<std::size_t>(newest)]);
            }
        }
        known = newest;
        const Instant now = kStart + at;
        tally.pace.looked(now, changed, captured, course.limits);
        const milliseconds wait = tally.pace.next(now, uniform(random), course.limits);
        tally.shortest_wait = std::min(tally.shortest_wait, wait);
        tally.longest_wait = std::max(tally.longest_wait, wait);
        at += wait;
    }
    tally.taken = static_cast<int>(std::count_if(
        changes.begin(), changes.end(), [&](milliseconds c) { return c >= from && c < to; }));
    return tally;
}

TEST(PaceTest, SteadyCameraCostsLittleMoreThanItsPicturesAndIsFoundAtOnce) {
    for (const milliseconds period :
         {milliseconds(3000), milliseconds(10'000), milliseconds(60'000)}) {
        SCOPED_TRACE(period.count());
        Tally t =
            follow(every(period, milliseconds(3700), 1000 * period), 30 * period, 1000 * period);
        EXPECT_EQ(t.found, t.taken);
        EXPECT_LT(t.looks_per_change(), 1.4);
        EXPECT_LT(t.delay(0.5), period / 6);
        EXPECT_LT(t.delay(0.95), period / 2);
        EXPECT_LT(t.delay(1), period);
        EXPECT_NEAR(t.pace.period().count(), period.count(), period.count() / 6);
    }
}

TEST(PaceTest, LastModifiedMakesThePeriodExactAndTheDelayShort) {
    const Changes changes = every(minutes(1), milliseconds(3700), hours(5));
    Tally t = follow(changes, minutes(10), hours(5), {.validators = true});
    EXPECT_EQ(t.found, t.taken);
    EXPECT_LT(t.looks_per_change(), 1.2);
    EXPECT_LT(t.delay(0.95), milliseconds(1500));
    EXPECT_NEAR(t.pace.period().count(), 60'000, 600);
}

TEST(PaceTest, OriginWhoseClockIsWrongIsFollowedAllTheSame) {
    const Changes changes = every(minutes(1), milliseconds(3700), hours(5));
    for (const milliseconds behind : {milliseconds(17'000), milliseconds(-17'000)}) {
        SCOPED_TRACE(behind.count());
        Tally t =
            follow(changes, minutes(10), hours(5), {.validators = true, .clock_behind = behind});
        EXPECT_EQ(t.found, t.taken);
        EXPECT_LT(t.looks_per_change(), 1.4);
        EXPECT_LT(t.delay(0.5), seconds(10));
    }
}

TEST(PaceTest, JitterCostsLooksAndLosesNoPicture) {
    Tally little = follow(jittered(seconds(10), 0.1, hours(1)), minutes(2), hours(1));
    EXPECT_GE(little.found, little.taken - 1);
    EXPECT_LT(little.looks_per_change(), 1.5);
    EXPECT_LT(little.delay(0.5), seconds(2));
    EXPECT_LT(little.delay(0.95), seconds(6));
    Tally much = follow(jittered(seconds(10), 0.3, hours(1)), minutes(2), hours(1));
    EXPECT_GE(much.found, much.taken * 95 / 100);
    EXPECT_LT(much.looks_per_change(), 2.0);
    EXPECT_LT(much.delay(0.5), seconds(4));
}

TEST(PaceTest, SlowerRhythmIsFoundWithinMinutes) {
    const Changes changes = joined(every(seconds(10), milliseconds(3700), minutes(30)),
                                   every(seconds(20), minutes(30), hours(2)));
    Tally t = follow(changes, minutes(33), hours(2));
    EXPECT_EQ(t.found, t.taken);
    EXPECT_LT(t.looks_per_change(), 1.4);
    EXPECT_NEAR(t.pace.period().count(), 20'000, 2000);
}

TEST(PaceTest, FasterRhythmIsFoundAlthoughEveryLookHits) {
    const Changes half = joined(every(seconds(20), milliseconds(3700), minutes(30)),
                                every(seconds(10), minutes(30), hours(2)));
    Tally t = follow(half, minutes(36), hours(2));
    EXPECT_GE(t.found, t.taken - 1);
    EXPECT_LT(t.looks_per_change(), 1.4);
    EXPECT_NEAR(t.pace.period().count(), 10'000, 1500);

    const Changes tenth = joined(every(minutes(1), milliseconds(3700), hours(1)),
                                 every(seconds(6), hours(1), hours(2)));
    t = follow(tenth, minutes(80), hours(2));
    EXPECT_GE(t.found, t.taken - 1);
    EXPECT_NEAR(t.pace.period().count(), 6000, 900);
}

TEST(PaceTest, CameraThatSleepsAtNightIsAskedRarelyAndMissedByAtMostTheLimit) {
    Changes changes;
    for (int day = 0; day < 4; ++day) {
        changes = joined(changes, every(seconds(30), hours(24 * day + 7), hours(24 * day + 19)));
    }
    Tally t = follow(changes, hours(24), hours(96));
    EXPECT_GT(t.found, t.taken * 96 / 100);
    EXPECT_LT(t.looks_per_change(), 1.5);
    EXPECT_LT(t.delay(0.95), seconds(10));
    EXPECT_NEAR(t.pace.period().count(), 30'000, 3000);
    Tally night = follow(changes, hours(44), hours(54));
    EXPECT_LE(night.looks, 10 * 12 + 8) << "one each five minutes";
    EXPECT_LE(night.longest_wait, minutes(5));
}

TEST(PaceTest, CameraAtTheLimitIsAskedAtTheLimit) {
    const Changes changes = every(milliseconds(200), milliseconds(100), minutes(10));
    Tally t = follow(changes, minutes(2), minutes(10), {.limits = {milliseconds(200), minutes(5)}});
    EXPECT_GE(t.found, t.taken * 90 / 100);
    EXPECT_LE(t.looks, t.taken + 1);
    EXPECT_EQ(t.shortest_wait, milliseconds(200));
    EXPECT_NEAR(t.pace.period().count(), 200, 10);

    Tally slower = follow(changes, minutes(2), minutes(10));
    EXPECT_EQ(slower.shortest_wait, seconds(1)) << "never faster than the limit";
    EXPECT_GE(slower.looks, 8 * 60 * 90 / 100);
}

TEST(PaceTest, HourlyCameraIsAskedAboutOnceAnHourOrAtTheLimit) {
    const Changes changes = every(hours(1), minutes(13), hours(24 * 5));
    Tally t = follow(changes, hours(24), hours(24 * 5), {.limits = {seconds(1), hours(2)}});
    EXPECT_EQ(t.found, t.taken);
    EXPECT_LT(t.looks_per_change(), 1.4);
    EXPECT_LT(t.delay(0.95), minutes(6));
    Tally often = follow(changes, hours(24), hours(24 * 5));
    EXPECT_LE(often.longest_wait, minutes(5)) << "never slower than the limit";
    EXPECT_LT(often.looks_per_change(), 13.0);
    EXPECT_LE(often.delay(1), minutes(5));
}

TEST(PaceTest, ChangesThatAreKnownOnlyRoughlyDoNotMoveThePeriod) {
    Tally t = follow(every(seconds(10), milliseconds(3700), hours(1)), minutes(2), hours(1));
    const milliseconds learned = t.pace.period();
    Instant now = kStart + hours(1);
    for (int i = 0; i < 6; ++i) {
        // Six changes in a minute nobody looked are seen as one.
        now += seconds(5);
        t.pace.looked(now, false, {}, {seconds(1), minutes(5)});
        now += minutes(1);
        t.pace.looked(now, true, {}, {seconds(1), minutes(5)});
    }
    EXPECT_EQ(t.pace.period(), learned);
}

TEST(PaceTest, TimeWithoutContactIsNoGap) {
    Tally t = follow(every(seconds(10), milliseconds(3700), hours(1)), minutes(2), hours(1));
    const milliseconds learned = t.pace.period();
    Instant now = kStart + hours(1);
    for (int i = 0; i < 3; ++i) {
        t.pace.lost();
        now += hours(1);
        t.pace.looked(now, true, {}, {seconds(1), minutes(5)});
        EXPECT_GT(t.pace.next(now, 0, {seconds(1), minutes(5)}), learned / 2)
            << "the next change is a period away, not overdue for an hour";
    }
    EXPECT_EQ(t.pace.period(), learned);
}

}  // namespace
}  // namespace livecam::fetch
