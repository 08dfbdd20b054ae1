#include "ngx_module/pure/accept_encoding.h"

#include <gtest/gtest.h>

#include <string>

namespace livecam::http {
namespace {

constexpr EncodingSet kAll = encoding_bit(Encoding::kIdentity) | encoding_bit(Encoding::kGzip) |
                             encoding_bit(Encoding::kBrotli);

Encoding pick(std::string_view line, EncodingSet available = kAll) {
    EncodingPreferences preferences;
    preferences.add(line);
    return preferences.pick(available);
}

TEST(AcceptEncoding, GivesIdentityToAClientThatDoesNotSay) {
    EXPECT_EQ(EncodingPreferences{}.pick(kAll), Encoding::kIdentity);
}

TEST(AcceptEncoding, GivesIdentityToAClientThatSaysNothing) {
    EXPECT_EQ(pick(""), Encoding::kIdentity);
    EXPECT_EQ(pick(" , ,"), Encoding::kIdentity);
}

TEST(AcceptEncoding, PrefersTheSmallestOfEqualWeights) {
    EXPECT_EQ(pick("gzip, deflate, br"), Encoding::kBrotli);
    EXPECT_EQ(pick("identity, gzip"), Encoding::kGzip);
    EXPECT_EQ(pick("*"), Encoding::kBrotli);
}

TEST(AcceptEncoding, PrefersTheGreatestWeight) {
    EXPECT_EQ(pick("br;q=0.3, gzip;q=0.31"), Encoding::kGzip);
    EXPECT_EQ(pick("br;q=0.5, *;q=0.7"), Encoding::kGzip);
    EXPECT_EQ(pick("identity, br;q=0.999"), Encoding::kIdentity);
    EXPECT_EQ(pick("gzip;q=0.001"), Encoding::kGzip);
}

TEST(AcceptEncoding, NeverGivesWhatIsRefused) {
    EXPECT_EQ(pick("br;q=0, gzip"), Encoding::kGzip);
    EXPECT_EQ(pick("br;q=0.000, gzip;q=0"), Encoding::kIdentity);
    EXPECT_EQ(pick("*, br;q=0"), Encoding::kGzip);
    EXPECT_EQ(pick("identity;q=0, gzip;q=0.1"), Encoding::kGzip);
    EXPECT_EQ(pick("*;q=0, gzip;q=0.5"), Encoding::kGzip);
}

TEST(AcceptEncoding, GivesIdentityRatherThanNothing) {
    EXPECT_EQ(pick("*;q=0"), Encoding::kIdentity);
    EXPECT_EQ(pick("identity;q=0"), Encoding::kIdentity);
}

TEST(AcceptEncoding, GivesWhatThereIs) {
    EXPECT_EQ(pick("br", encoding_bit(Encoding::kIdentity)), Encoding::kIdentity);
    EXPECT_EQ(pick("br", encoding_bit(Encoding::kGzip)), Encoding::kGzip);
    EXPECT_EQ(pick("", encoding_bit(Encoding::kBrotli)), Encoding::kBrotli);
}

TEST(AcceptEncoding, KnowsCodingsInAnyCaseAndByTheirOldName) {
    EXPECT_EQ(pick("GZip"), Encoding::kGzip);
    EXPECT_EQ(pick("x-gzip"), Encoding::kGzip);
    EXPECT_EQ(pick("BR ; Q=0.5"), Encoding::kBrotli);
    EXPECT_EQ(pick("gzippy, brr"), Encoding::kIdentity);
}

TEST(AcceptEncoding, LeavesOutWhatItCannotParse) {
    for (const char* element : {"br;q=", "br;q=2", "br;q=1.001", "br;q=0.9999", "br;q=.5",
                                "br;q=-1", "br;level=1", "br;q=0.5;q=1", "br;", "br;q=0x1"}) {
        EXPECT_EQ(pick(std::string{"gzip;q=0.4, "} + element), Encoding::kGzip) << element;
    }
}

TEST(AcceptEncoding, TakesSeveralLinesForOneList) {
    EncodingPreferences preferences;
    preferences.add("gzip;q=0.2");
    preferences.add("br;q=0.1");
    EXPECT_EQ(preferences.pick(kAll), Encoding::kGzip);
}

}  // namespace
}  // namespace livecam::http
