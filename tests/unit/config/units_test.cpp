#include "sidecar/config/units.h"

#include <gtest/gtest.h>

namespace livecam::config {
namespace {

using std::chrono::milliseconds;

TEST(Duration, ReadsEveryUnit) {
    EXPECT_EQ(parse_duration("200ms"), milliseconds(200));
    EXPECT_EQ(parse_duration("3s"), milliseconds(3000));
    EXPECT_EQ(parse_duration("5m"), milliseconds(300'000));
    EXPECT_EQ(parse_duration("2h"), milliseconds(7'200'000));
    EXPECT_EQ(parse_duration("0s"), milliseconds(0));
}

TEST(Duration, RefusesWhatIsNotExactlyOneNumberAndOneUnit) {
    for (const char* text : {"", "3", "s", "3 s", " 3s", "3s ", "-3s", "+3s", "1.5s", "1m30s", "3S",
                             "3d", "0x3s", "99999999999999999999s", "9223372036854775807h"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
}

TEST(Size, ReadsPowersOf1024AndPlainBytes) {
    EXPECT_EQ(parse_size("4096"), 4096u);
    EXPECT_EQ(parse_size("512K"), 512u << 10);
    EXPECT_EQ(parse_size("10M"), 10u << 20);
    EXPECT_EQ(parse_size("1G"), 1u << 30);
}

TEST(Size, RefusesOtherText) {
    for (const char* text :
         {"", "M", "10MB", "10m", "10 M", "-1", "1.5G", "auto", "9007199254740992G"}) {
        EXPECT_EQ(parse_size(text), std::nullopt) << text;
    }
}

TEST(UnitText, IsTheShortestThatReadsBackTheSame) {
    EXPECT_EQ(duration_text(milliseconds(1500)), "1500ms");
    EXPECT_EQ(duration_text(milliseconds(60'000)), "1m");
    EXPECT_EQ(duration_text(milliseconds(0)), "0ms");
    EXPECT_EQ(size_text(10u << 20), "10M");
    EXPECT_EQ(size_text(1025), "1025");
    EXPECT_EQ(size_text(0), "0");
}

}  // namespace
}  // namespace livecam::config
