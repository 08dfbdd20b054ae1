#include "sidecar/pages/local_time.h"

#include <gtest/gtest.h>

namespace livecam::pages {
namespace {

constexpr std::int64_t kWinter = 1769893385999;  // 2026-01-31T21:03:05.999Z
constexpr std::int64_t kSummer = 1782900000000;  // 2026-07-01T10:00:00Z

std::string shown(const std::string& zone, std::int64_t ms) {
    const auto clock = LocalClock::create(zone);
    return clock ? clock->display(ms) : clock.error().message;
}

TEST(LocalTime, IsoIsUtcToTheSecond) {
    EXPECT_EQ(iso_utc(kWinter), "2026-01-31T21:03:05Z");
    EXPECT_EQ(iso_utc(0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(iso_utc(-1), "1969-12-31T23:59:59Z");
}

TEST(LocalTime, FollowsTheZoneAndItsSummerTime) {
    EXPECT_EQ(shown("UTC", kWinter), "Jan 31, 21:03");
    EXPECT_EQ(shown("America/Denver", kWinter), "Jan 31, 14:03");
    EXPECT_EQ(shown("America/Denver", kSummer), "Jul 1, 04:00");
    EXPECT_EQ(shown("Asia/Kathmandu", kWinter), "Feb 1, 02:48");
    EXPECT_EQ(shown("Australia/Lord_Howe", kWinter), "Feb 1, 08:03");
}

TEST(LocalTime, UnknownZoneIsAnErrorThatNamesIt) {
    const auto clock = LocalClock::create("America/Atlantis");
    ASSERT_FALSE(clock);
    EXPECT_NE(clock.error().message.find("site.timezone: \"America/Atlantis\""), std::string::npos)
        << clock.error().message;
}

}  // namespace
}  // namespace livecam::pages
