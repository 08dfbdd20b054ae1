#include "ngx_module/pure/field.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace livecam::http {
namespace {

std::vector<std::string> fields(std::string_view text) {
    std::vector<std::string> found;
    for_each_field(text, [&found](std::string_view name, std::string_view value) {
        found.push_back(std::string{name} + "=" + std::string{value});
        return true;
    });
    return found;
}

using Fields = std::vector<std::string>;

TEST(Field, LinesAreNamesAndValues) {
    EXPECT_EQ(fields("X-Frame-Options: DENY\nLink:  </s/a.css>; rel=preload \n"),
              (Fields{"X-Frame-Options=DENY", "Link=</s/a.css>; rel=preload"}));
    EXPECT_EQ(fields("A: b"), Fields{"A=b"});
    EXPECT_EQ(fields("A:"), Fields{"A="});
    EXPECT_EQ(fields(""), Fields{});
}

TEST(Field, LinesThatCouldSplitAResponseAreLeftOut) {
    EXPECT_EQ(fields("A: b\rSet-Cookie: x\nC: d"), Fields{"C=d"});
    EXPECT_EQ(fields(std::string_view{"A: b\0c\nC: d", 11}), Fields{"C=d"});
    EXPECT_EQ(fields("A: \x7f\nB: \xc3\xa9\nC: d"), Fields{"C=d"});
    EXPECT_EQ(fields(" A: b\nA b: c\n: d\nno colon\n\nC: d"), Fields{"C=d"});
}

TEST(Field, WhatIsComputedForEachResponseCannotBeSaidTwice) {
    EXPECT_EQ(
        fields("Content-Length: 7\ntransfer-encoding: chunked\nETag: \"x\"\nConnection: close"),
        Fields{});
    EXPECT_TRUE(reserved_field("cONTENT-tYPE"));
    EXPECT_TRUE(reserved_field("X-Content-Type-Options"));
    EXPECT_FALSE(reserved_field("Content-Security-Policy"));
}

TEST(Field, NamesAreTokensOfBoundedLength) {
    EXPECT_TRUE(valid_field_name("X-Ab_9!#$%&'*+.^`|~"));
    for (const char* name : {"", "a b", "a:b", "a\"", "a(b)", "a/b", "\xc3\xa9"}) {
        EXPECT_FALSE(valid_field_name(name)) << name;
    }
    EXPECT_TRUE(valid_field_name(std::string(64, 'a')));
    EXPECT_FALSE(valid_field_name(std::string(65, 'a')));
}

TEST(Field, LinesAreCounted) {
    std::string text;
    for (int i = 0; i < 100; ++i) {
        text += "A: b\n";
    }
    EXPECT_EQ(fields(text).size(), static_cast<std::size_t>(kMaxFieldLines));
}

TEST(Field, VisitsEndWhenTheVisitorSaysSo) {
    int visits = 0;
    for_each_field("A: b\nC: d\n", [&visits](std::string_view, std::string_view) {
        ++visits;
        return false;
    });
    EXPECT_EQ(visits, 1);
}

TEST(Field, ALocationIsVisibleAscii) {
    EXPECT_TRUE(valid_location("https://example.org/?a=b#c"));
    EXPECT_TRUE(valid_location(std::string(2048, 'a')));
    EXPECT_FALSE(valid_location(std::string(2049, 'a')));
    for (const char* location : {"", "a b", "/a\r\nSet-Cookie: x", "/\x7f", "/\xc3\xa9", "/a\n"}) {
        EXPECT_FALSE(valid_location(location)) << location;
    }
}

}  // namespace
}  // namespace livecam::http
