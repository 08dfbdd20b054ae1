#include "sidecar/fetch/origin.h"

#include <gtest/gtest.h>

namespace livecam::fetch {
namespace {

TEST(OriginTest, HasSchemeHostAndPortInOneSpelling) {
    EXPECT_EQ(origin_of("https://Example.ORG/a/b.jpg?x=1#y"), "https://example.org:443");
    EXPECT_EQ(origin_of("http://example.org"), "http://example.org:80");
    EXPECT_EQ(origin_of("http://example.org:8080/"), "http://example.org:8080");
    EXPECT_EQ(origin_of("HTTP://[::1]:81/"), "http://[::1]:81");
}

TEST(OriginTest, HasNoUserInfo) {
    EXPECT_EQ(origin_of("https://viewer:p%40ss@example.org/"), "https://example.org:443");
}

TEST(OriginTest, IsEmptyForWhatIsNotHttp) {
    for (const char* url : {"", "example", "ftp://example.org/", "file:///etc/passwd", "http://",
                            "rtsp://example.org/", "http://example.org:99999/"}) {
        EXPECT_EQ(origin_of(url), "") << url;
    }
}

}  // namespace
}  // namespace livecam::fetch
