#include "sidecar/fetch/retry_after.h"

#include <gtest/gtest.h>

namespace livecam::fetch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kNow = 1594029600000;  // Mon, 06 Jul 2020 10:00:00 GMT

TEST(RetryAfterTest, Seconds) {
    EXPECT_EQ(parse_retry_after("0", kNow), milliseconds(0));
    EXPECT_EQ(parse_retry_after("120", kNow), seconds(120));
    EXPECT_EQ(parse_retry_after("3600", kNow), kMaxRetryAfter);
}

TEST(RetryAfterTest, Date) {
    EXPECT_EQ(parse_retry_after("Mon, 06 Jul 2020 10:01:30 GMT", kNow), seconds(90));
    EXPECT_EQ(parse_retry_after("Mon, 06 Jul 2020 09:00:00 GMT", kNow), seconds(0));
}

TEST(RetryAfterTest, NeverMoreThanTheLimit) {
    EXPECT_EQ(parse_retry_after("3601", kNow), kMaxRetryAfter);
    EXPECT_EQ(parse_retry_after("99999999999999999999999", kNow), kMaxRetryAfter);
    EXPECT_EQ(parse_retry_after("Tue, 07 Jul 2020 10:00:00 GMT", kNow), kMaxRetryAfter);
}

TEST(RetryAfterTest, AnythingElseIsIgnored) {
    EXPECT_EQ(parse_retry_after("", kNow), std::nullopt);
    EXPECT_EQ(parse_retry_after("soon", kNow), std::nullopt);
    EXPECT_EQ(parse_retry_after("-5", kNow), std::nullopt);
}

}  // namespace
}  // namespace livecam::fetch
