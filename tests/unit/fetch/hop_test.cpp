#include "sidecar/fetch/hop.h"

#include <gtest/gtest.h>

namespace livecam::fetch {
namespace {

TEST(HopTest, KnowsPrivateAddresses) {
    for (const char* ip :
         {"127.0.0.1", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1",
          "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "::", "fe80::1", "fe80::1%eth0",
          "fd00::1", "fc00::1", "::ffff:192.168.1.1", "", "localhost"}) {
        EXPECT_TRUE(is_private_address(ip)) << ip;
    }
    for (const char* ip :
         {"8.8.8.8", "11.0.0.1", "172.15.255.255", "172.32.0.1", "192.169.0.1", "169.253.0.1",
          "100.63.255.255", "100.128.0.1", "2001:db8::1", "::ffff:8.8.8.8"}) {
        EXPECT_FALSE(is_private_address(ip)) << ip;
    }
}

TEST(HopTest, PrivateCameraMayRedirectWithinTheNetwork) {
    HopCheck check;
    EXPECT_TRUE(check.allow("192.168.1.1"));
    EXPECT_TRUE(check.allow("192.168.1.2"));
    EXPECT_TRUE(check.allow("8.8.8.8"));
}

TEST(HopTest, PublicCameraMayNotLeadInside) {
    HopCheck check;
    EXPECT_TRUE(check.allow("8.8.8.8"));
    EXPECT_TRUE(check.allow("8.8.4.4"));
    EXPECT_FALSE(check.allow("169.254.169.254"));
}

TEST(HopTest, DetourOverAPublicServerDoesNotHelp) {
    HopCheck check;
    EXPECT_TRUE(check.allow("192.168.1.1"));
    EXPECT_TRUE(check.allow("8.8.8.8"));
    EXPECT_FALSE(check.allow("192.168.1.1"));
}

TEST(HopTest, ItIsAllowedWhereTheConfigurationSaysSo) {
    HopCheck check(true);
    EXPECT_TRUE(check.allow("8.8.8.8"));
    EXPECT_TRUE(check.allow("192.168.1.1"));
}

}  // namespace
}  // namespace livecam::fetch
