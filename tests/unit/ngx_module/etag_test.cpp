#include "ngx_module/pure/etag.h"

#include <gtest/gtest.h>

#include <string>

namespace livecam::http {
namespace {

std::string formatted(std::uint64_t etag) {
    std::string text(kEtagBytes, '?');
    format_etag(etag, text.data());
    return text;
}

TEST(Etag, IsSixteenDigitsInQuotes) {
    EXPECT_EQ(formatted(0), "\"0000000000000000\"");
    EXPECT_EQ(formatted(0x00f3a9b2c4d5e6f7), "\"00f3a9b2c4d5e6f7\"");
    EXPECT_EQ(formatted(~std::uint64_t{0}), "\"ffffffffffffffff\"");
}

TEST(Etag, IsReadAsItIsWritten) {
    for (const std::uint64_t etag : {0x1ull, 0xfedcba9876543210ull, 0x8000000000000000ull}) {
        const std::string text = formatted(etag);
        EXPECT_EQ(parse_etag_digits(std::string_view{text}.substr(1, 16)), etag);
    }
}

TEST(Etag, HasOneSpelling) {
    for (const char* digits :
         {"", "0", "00f3a9b2c4d5e6f", "00f3a9b2c4d5e6f70", "00F3A9B2C4D5E6F7", "00f3a9b2c4d5e6fg",
          "0x00f3a9b2c4d5e6", "+0f3a9b2c4d5e6f7", " 0f3a9b2c4d5e6f7", "00f3a9b2c4d5e6f`"}) {
        EXPECT_FALSE(parse_etag_digits(digits)) << digits;
    }
}

}  // namespace
}  // namespace livecam::http
