#include "sidecar/config/url.h"

#include <gtest/gtest.h>

#include <string>

namespace livecam::config {
namespace {

TEST(Url, TakesAnAddressApart) {
    const Url url = parse_url("HTTPS://u:p@[::1]:8443/a/b.jpg?q#f");
    EXPECT_EQ(url.problem, nullptr);
    EXPECT_EQ(url.user_info, "u:p");
    EXPECT_EQ(url.host, "[::1]");
    EXPECT_EQ(url.path, "/a/b.jpg");
    EXPECT_TRUE(url.has_query);
    EXPECT_TRUE(parse_url("http://@host").has_user_info);
    EXPECT_EQ(parse_url("http://host").path, "");
}

TEST(Url, AcceptsPortsFrom1To65535Only) {
    for (const char* good : {"http://h:1/", "http://h:65535/", "http://[::1]/", "http://h/a:b"}) {
        EXPECT_EQ(parse_url(good).problem, nullptr) << good;
    }
    for (const char* bad : {"http://h:0/", "http://h:65536/", "http://h:/", "http://h:8o/",
                            "http://h:-1/", "http://[::1]:x/", "http://[::1/"}) {
        EXPECT_NE(parse_url(bad).problem, nullptr) << bad;
    }
}

TEST(Url, RefusesOtherSchemesMissingHostsSpacesControlsAndLength) {
    for (const char* bad :
         {"", "cam/x.jpg", "ftp://h/", "file:///etc/passwd", "javascript:alert(1)", "http:/h",
          "http://", "https:///x", "http://u@/x", "http://h/a b", "http://h/\n", "http://h/\x7f"}) {
        EXPECT_NE(parse_url(bad).problem, nullptr) << bad;
    }
    const std::string longest = "http://h/" + std::string(kMaxUrlLength - 9, 'x');
    EXPECT_EQ(parse_url(longest).problem, nullptr);
    EXPECT_NE(parse_url(longest + "x").problem, nullptr);
}

}  // namespace
}  // namespace livecam::config
