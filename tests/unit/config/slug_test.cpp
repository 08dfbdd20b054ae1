#include "sidecar/config/slug.h"

#include <gtest/gtest.h>

#include "sidecar/config/base64.h"

namespace livecam::config {
namespace {

TEST(Slug, AgreesWithLccLive) {
    EXPECT_EQ(slug_of("6200 @ 3000 E"), "6200-3000-e");
    EXPECT_EQ(slug_of("Alta Collins Snow Stake (12h)"), "alta-collins-snow-stake-12h");
    EXPECT_EQ(slug_of("Wasatch Blvd @ BCC"), "wasatch-blvd-bcc");
    EXPECT_EQ(slug_of("Apex Express and Sunrise Lift Lines"),
              "apex-express-and-sunrise-lift-lines");
}

TEST(Slug, JoinsRunsOfSpaceUnderscoreAndDash) {
    EXPECT_EQ(slug_of("  a _\t-- b\n"), "a-b");
    EXPECT_EQ(slug_of("a_b"), "a-b");
    EXPECT_EQ(slug_of("--a-@-b--"), "a-b");
    EXPECT_EQ(slug_of("a.b"), "ab");
}

TEST(Slug, DropsOtherAlphabetsAndMayBeEmpty) {
    EXPECT_EQ(slug_of("Zürich Höhe"), "zrich-hhe");
    EXPECT_EQ(slug_of("雪山"), "");
    EXPECT_EQ(slug_of(""), "");
    EXPECT_EQ(slug_of("@ - _"), "");
}

TEST(Slug, LowersTheTwoForeignLettersThatBecomeAscii) {
    EXPECT_EQ(slug_of("\xC4\xB0zmir \xE2\x84\xAA"
                      "2"),
              "izmir-k2");
}

// RFC 4648 section 10.
TEST(Base64, AgreesWithTheRfc) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foo"), "Zm9v");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64("\xff\xef\xbf"), "/++/");
}

}  // namespace
}  // namespace livecam::config
