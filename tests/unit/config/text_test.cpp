#include "sidecar/config/text.h"

#include <gtest/gtest.h>

#include "sidecar/config/pointer.h"
#include "sidecar/config/suggest.h"

namespace livecam::config {
namespace {

TEST(Utf8, FindsTheFirstBadByte) {
    EXPECT_EQ(find_invalid("aé雪😀"), std::nullopt);
    EXPECT_EQ(find_invalid("a\xE9"
                           "b"),
              1u);                                             // Latin-1
    EXPECT_EQ(find_invalid(std::string_view("a\0b", 3)), 1u);  // NUL
    EXPECT_EQ(find_invalid("\xC0\xAF"), 0u);                   // overlong
    EXPECT_EQ(find_invalid("\xE0\x80\xAF"), 0u);               // overlong
    EXPECT_EQ(find_invalid("\xF0\x80\x80\xAF"), 0u);           // overlong
    EXPECT_EQ(find_invalid("\xED\xA0\x80"), 0u);               // surrogate
    EXPECT_EQ(find_invalid("\xF4\x90\x80\x80"), 0u);           // above U+10FFFF
    EXPECT_EQ(find_invalid("ab\xE9\x9B"), 2u);                 // cut off
}

TEST(Escape, KeepsOneLineAndCutsAtCharacters) {
    EXPECT_EQ(escape("a\"b\\c\n\x7f\xC2\x85\xE2\x80\xA8", 80),
              "a\\\"b\\\\c\\u000a\\u007f\\u0085\\u2028");
    EXPECT_EQ(escape("雪雪雪雪", 4), "雪雪雪雪");
    EXPECT_EQ(escape("雪雪雪雪雪", 4), "雪雪雪…");
}

TEST(LineColumn, CountsCharactersFromOne) {
    EXPECT_EQ(line_column("ab", 0), "line 1, column 1");
    EXPECT_EQ(line_column("a\né雪x", 7), "line 2, column 3");
    EXPECT_EQ(line_column("ab", 99), "line 1, column 3");
}

TEST(Pointer, EscapesKeys) {
    EXPECT_EQ(child("/a", "b/c~d"), "/a/b~1c~0d");
    EXPECT_EQ(child("", ""), "/");
    EXPECT_EQ(child("/a", std::size_t{7}), "/a/7");
    EXPECT_EQ(child("", "x\ny"), "/x\\u000ay");
}

TEST(Pointer, OrdersParentsFirstAndNumbersAsNumbers) {
    EXPECT_TRUE(pointer_less("", "/a"));
    EXPECT_TRUE(pointer_less("/a", "/a/b"));
    EXPECT_TRUE(pointer_less("/a/2/x", "/a/10/b"));
    EXPECT_FALSE(pointer_less("/a/10", "/a/2"));
    EXPECT_FALSE(pointer_less("/a", "/a"));
}

TEST(Suggest, FindsTheNearestKeyWithinAThird) {
    const std::string_view keys[] = {"interval", "timeout", "src", "weatherStationId"};
    EXPECT_EQ(nearest("intervall", keys), "interval");
    EXPECT_EQ(nearest("tiemout", keys), "timeout");
    EXPECT_EQ(nearest("WEATHERSTATIONID", keys), "weatherStationId");
    EXPECT_EQ(nearest("scr", keys), "src");
    EXPECT_EQ(nearest("url", keys), "");
    EXPECT_EQ(nearest(std::string(1000, 'x'), keys), "");
}

}  // namespace
}  // namespace livecam::config
