#include "ngx_module/pure/fps.h"

#include <gtest/gtest.h>

namespace livecam::http {
namespace {

TEST(Fps, IsAGapBetweenPictures) {
    EXPECT_EQ(parse_fps("1"), 1000u);
    EXPECT_EQ(parse_fps("0.5"), 2000u);
    EXPECT_EQ(parse_fps("30"), 33u);
    EXPECT_EQ(parse_fps(".1"), 10000u);
    EXPECT_EQ(parse_fps("25.000000"), 40u);
    EXPECT_EQ(parse_fps("0.000001"), 3'600'000u);  // an hour is the slowest
}

TEST(Fps, OfAnythingElseIsRefused) {
    for (const char* text : {"", "0", "0.0", ".", "-1", "+1", "1e1", "inf", "nan", "31", "30.1",
                             "1 ", "1..2", "0.0000001", "0000000001", "%31"}) {
        EXPECT_FALSE(parse_fps(text)) << text;
    }
}

}  // namespace
}  // namespace livecam::http
