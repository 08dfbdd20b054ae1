#include "sidecar/ops/log_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <random>

#include "sidecar/config/text.h"

namespace livecam::ops {
namespace {

using testing::HasSubstr;

constexpr std::chrono::system_clock::time_point kMoment{
    std::chrono::milliseconds(1'764'012'107'042)};

Event event(std::string_view message, const Fields& fields) {
    return {Severity::kWarning, kMoment, message, fields};
}

TEST(LogText, HasMessageThenFields) {
    const Fields fields{
        {"camera", "mole"}, {"failures", 3}, {"seconds", 1.5}, {"detail", "no answer"}};
    EXPECT_EQ(text_of(event("camera fails", fields)),
              R"(camera fails camera=mole failures=3 seconds=1.500 detail="no answer")");
    EXPECT_EQ(stamped_text_of(event("camera fails", {})),
              "2025-11-24T19:21:47.042Z livecamd warning: camera fails");
}

TEST(LogText, IsJson) {
    const Fields fields{{"camera", "mole"}, {"failures", 3}, {"detail", "\"a\\b\""}};
    const std::string line = json_of(event("camera fails", fields));
    EXPECT_THAT(line, HasSubstr(R"({"time":"2025-11-24T19:21:47.042Z","level":"warning",)"));
    rapidjson::Document document;
    ASSERT_FALSE(document.Parse(line.c_str()).HasParseError()) << line;
    EXPECT_STREQ(document["message"].GetString(), "camera fails");
    EXPECT_STREQ(document["camera"].GetString(), "mole");
    EXPECT_EQ(document["failures"].GetInt(), 3);
    EXPECT_STREQ(document["detail"].GetString(), "\"a\\b\"");
}

// What a camera or server may say, and what a reader of the log must then see.
TEST(LogText, CannotBeForged) {
    struct Case {
        std::string value;
        std::string text;
    };
    const Case cases[] = {
        {"", R"("")"},
        {"plain-1.2_3:/@+", "plain-1.2_3:/@+"},
        {"a=b", R"("a=b")"},
        {"x camera=other", R"("x camera=other")"},
        {"x\" camera=\"other", R"("x\" camera=\"other")"},
        {"\\", R"("\\")"},
        {"one\ntwo", R"("one\ntwo")"},
        {"one\r\n<3>two", R"("one\u000d\n<3>two")"},
        {"\x1b[2J", R"("\u001b[2J")"},
        {"\x7f", R"("\u007f")"},
        {std::string("\0", 1), R"("\u0000")"},
        {"\xc2\x9b"
         "31m",
         R"("\u009b31m")"},                           // CSI as C1
        {"\xe2\x80\xa8", R"("\u2028")"},              // line separator
        {"\xe2\x80\xae", R"("\u202e")"},              // right-to-left override
        {"\xe2\x81\xa6", R"("\u2066")"},              // isolate
        {"\xd8\x9c", R"("\u061c")"},                  // Arabic letter mark
        {"\xff\xc3", R"("\ufffd\ufffd")"},            // not UTF-8
        {"\xed\xa0\x80", R"("\ufffd\ufffd\ufffd")"},  // a surrogate
        {"Sch\xc3\xb6n \xf0\x9f\x93\xb7", "\"Sch\xc3\xb6n \xf0\x9f\x93\xb7\""},
    };
    for (const Case& c : cases) {
        const Fields fields{{"k", c.value}};
        EXPECT_EQ(text_of(event("m", fields)), "m k=" + c.text);
        const std::string json = json_of(event("m", fields));
        rapidjson::Document document;
        document.Parse<rapidjson::kParseValidateEncodingFlag>(json.c_str());
        ASSERT_FALSE(document.HasParseError()) << json;
        EXPECT_EQ(document.MemberCount(), 4u) << json;
        EXPECT_EQ(json.find_first_of("\n\r\x1b\x7f"), std::string::npos);
    }
}

TEST(LogText, WhateverTheBytesItIsOneLineWithoutControls) {
    std::mt19937 random(1);
    const auto up_to = [&random](unsigned n) { return random() % n; };
    const std::string_view pieces[] = {"\n", "\x1b[", "\xc2\x9b", "\xe2\x80\xa8", "\xf0\x9f", "\"",
                                       "\\", " k=",   "\""};
    for (int i = 0; i < 20'000; ++i) {
        std::string value;
        for (unsigned n = up_to(12); n > 0; --n) {
            if (up_to(2) == 0) {
                value += static_cast<char>(up_to(256));
            } else {
                value += pieces[up_to(std::size(pieces))];
            }
        }
        const Fields fields{{"k", value}};
        const std::string text = text_of(event(value, fields));
        const std::string json = json_of(event(value, fields));
        for (const std::string& line : {text, json}) {
            ASSERT_EQ(config::find_invalid(line), std::nullopt) << line;
            for (std::size_t at = 0; at < line.size();) {
                const std::size_t length = config::character_length(line, at);
                ASSERT_FALSE(config::is_control(std::string_view(line).substr(at, length))) << line;
                at += length;
            }
        }
        rapidjson::Document document;
        ASSERT_FALSE(document.Parse(json.c_str()).HasParseError()) << json;
        ASSERT_EQ(document.MemberCount(), 4u) << json;
    }
}

TEST(LogText, AMessageStaysOnItsLine) {
    EXPECT_EQ(text_of(event("/etc/c.json: \"a\"\n<3>b\x1b[m", {})),
              R"(/etc/c.json: "a"\n<3>b\u001b[m)");
}

TEST(LogText, WhatIsNoNumberIsNull) {
    const Fields fields{{"a", std::nan("")}, {"b", std::numeric_limits<double>::infinity()}};
    EXPECT_THAT(json_of(event("m", fields)), HasSubstr(R"("a":null,"b":null})"));
}

}  // namespace
}  // namespace livecam::ops
