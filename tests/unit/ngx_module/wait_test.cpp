#include "ngx_module/pure/wait.h"

#include <gtest/gtest.h>

namespace livecam::http {
namespace {

TEST(Wait, IsATimeOfAtMostAMinute) {
    EXPECT_EQ(parse_wait("25s"), 25'000u);
    EXPECT_EQ(parse_wait("25"), 25'000u);
    EXPECT_EQ(parse_wait("500ms"), 500u);
    EXPECT_EQ(parse_wait("0"), 0u);
    EXPECT_EQ(parse_wait("60s"), kMaxWaitMs);
    EXPECT_EQ(parse_wait("60000ms"), kMaxWaitMs);
}

TEST(Wait, OfAnythingElseIsRefused) {
    for (const char* text : {"", "s", "ms", "61s", "60001ms", "-1s", "+1s", "1.5s", "1m", "1 s",
                             "1S", "4294967297", "100000ms", "%32s", "inf"}) {
        EXPECT_FALSE(parse_wait(text)) << text;
    }
}

}  // namespace
}  // namespace livecam::http
