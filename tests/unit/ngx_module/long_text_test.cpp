#include "ngx_module/pure/long_text.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace livecam::http {
namespace {

TEST(LongText, GrowsAsItIsWritten) {
    LongText out;
    std::string expected;
    for (int i = 0; i < 5000; ++i) {
        out.add("camera ");
        out.add(static_cast<std::uint64_t>(i));
        expected += "camera " + std::to_string(i);
    }
    EXPECT_EQ(out.text(), expected);
    EXPECT_TRUE(out.complete());
}

TEST(LongText, WritesNumbersInEveryForm) {
    LongText out;
    out.add(std::numeric_limits<std::uint64_t>::max());
    out.add(" ");
    out.add_signed(std::numeric_limits<std::int64_t>::min());
    out.add(" ");
    out.add_hex16(0xfedcba9876543210);
    out.add(" ");
    out.add_seconds(61'007);
    out.add(" ");
    out.add_seconds(40);
    EXPECT_EQ(out.text(),
              "18446744073709551615 -9223372036854775808 fedcba9876543210 61.007 0.040");
}

TEST(LongText, EscapesWhatJsonDoesNotAllowInAString) {
    LongText out;
    out.add_json("a\"b\\c\nd\x1f\xc3\xa4");
    EXPECT_EQ(out.text(), "\"a\\\"b\\\\c\\u000ad\\u001f\xc3\xa4\"");
}

TEST(LongText, MovesItsText) {
    LongText from;
    from.add("here");
    LongText to{std::move(from)};
    EXPECT_EQ(to.text(), "here");
}

}  // namespace
}  // namespace livecam::http
