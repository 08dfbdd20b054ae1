#include "sidecar/config/redact.h"

#include <gtest/gtest.h>

namespace livecam::config {
namespace {

TEST(Redact, LeavesAnAddressWithoutSecretsAlone) {
    for (const char* url : {"https://cam.example/x.jpg", "http://[::1]:8080/b.jpg#f", "", "x"}) {
        EXPECT_EQ(redact_url(url), url);
    }
    EXPECT_EQ(redact_url("https://cam.example/a@b.jpg"), "https://cam.example/a@b.jpg");
}

TEST(Redact, MasksUserInfoAndQuery) {
    EXPECT_EQ(redact_url("http://u:p@cam/x.jpg?pwd=1"), "http://***@cam/x.jpg?***");
    EXPECT_EQ(redact_url("https://token@cam/x"), "https://***@cam/x");
    EXPECT_EQ(redact_url("http://a@b:p@cam/x"), "http://***@cam/x");
}

TEST(Redact, ShowsNoPartOfAPasswordInABrokenAddress) {
    for (const char* url :
         {"http://u:se/cret@cam/x", "http://u:se?cret@cam/x", "http://u:se#cret@cam/x",
          "u:secret@cam/x", "//u:secret@cam/x", "http:/u:secret@cam", "http:\\\\u:secret@cam",
          "u:p://secret@cam", "ftp://u:secret@cam/", "http://u:se@cret@cam/x",
          "http://cam/x?user=u&pwd=secret"}) {
        const std::string text = redact_url(url);
        EXPECT_EQ(text.find("se"), std::string::npos) << text;
        EXPECT_EQ(text.find("cret"), std::string::npos) << text;
        EXPECT_NE(text.find("cam"), std::string::npos) << text;
    }
}

}  // namespace
}  // namespace livecam::config
