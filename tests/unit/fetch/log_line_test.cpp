#include "sidecar/fetch/log_line.h"

#include <gtest/gtest.h>

#include <vector>

namespace livecam::fetch {
namespace {

TEST(LogLineTest, FindsTheUserInfoOfAnAddress) {
    EXPECT_EQ(user_info_of("http://viewer:s3cret@host/a"), "viewer:s3cret");
    EXPECT_EQ(user_info_of("http://viewer@host"), "viewer");
    EXPECT_EQ(user_info_of("http://a:b@c@host/"), "a:b@c");
    EXPECT_EQ(user_info_of("http://host/a@b"), "");
    EXPECT_EQ(user_info_of("http://host?u=a@b"), "");
    EXPECT_EQ(user_info_of("nonsense"), "");
}

TEST(LogLineTest, TakesSecretsOut) {
    const std::vector<std::string> secrets = {"viewer:s3cret", "s3cret", ""};
    EXPECT_EQ(log_line("cannot reach viewer:s3cret@host", secrets), "cannot reach ***@host");
    EXPECT_EQ(log_line("s3cret is wrong, s3cret!", secrets), "*** is wrong, ***!");
    EXPECT_EQ(log_line("cannot resolve s3CRet.test", {{"S3cret"}}), "cannot resolve ***.test");
    EXPECT_EQ(log_line("all well", secrets), "all well");
}

TEST(LogLineTest, IsOneShortLineOfAscii) {
    EXPECT_EQ(log_line("a\r\nb\x1b[31m\xff", {}), "a??b?[31m?");
    EXPECT_EQ(log_line(std::string(500, 'x'), {}).size(), 200u);
}

}  // namespace
}  // namespace livecam::fetch
