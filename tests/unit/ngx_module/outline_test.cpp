#include "ngx_module/pure/outline.h"

#include <gtest/gtest.h>

#include <string>

namespace livecam::http {
namespace {

constexpr std::string_view kText =
    "Prefix: /cams\nVersion: 00ff\nGroups: lcc bcc\n\n\"title\":\"T\"";

TEST(Outlines, SayPrefixVersionGroupsAndMembers) {
    const Outline outline{kText};
    EXPECT_EQ(outline.prefix(), "/cams");
    EXPECT_EQ(outline.version(), "00ff");
    EXPECT_EQ(outline.members(), "\"title\":\"T\"");
    EXPECT_EQ(outline.group("lcc"), 1u);
    EXPECT_EQ(outline.group("bcc"), 2u);
    EXPECT_FALSE(outline.group("lc"));
    EXPECT_FALSE(outline.group("lcc bcc"));
    EXPECT_FALSE(outline.group(""));
}

TEST(Outlines, MayHaveNoPrefix) {
    const Outline outline{"Prefix: \nVersion: 00ff\nGroups: lcc\n\n"};
    EXPECT_EQ(outline.prefix(), "");
    EXPECT_EQ(outline.members(), "");
    EXPECT_EQ(outline.group("lcc"), 1u);
}

TEST(Outlines, LeaveOutWhatIsSomethingElse) {
    for (const char* text : {"", "no field", "Prefix: cams\n\n", "Prefix: /cams/\n\n",
                             "Prefix: /a\"b\n\n", "Prefix: /a b\n\n", "Version: <1>\n\n"}) {
        const Outline outline{text};
        EXPECT_EQ(outline.prefix(), "") << text;
        EXPECT_EQ(outline.version(), "") << text;
        EXPECT_FALSE(outline.group("lcc")) << text;
    }
    EXPECT_EQ(Outline{"\n\n\"x\":1"}.members(), "\"x\":1");
}

TEST(Outlines, HaveAsManyGroupsAsThereAreBits) {
    std::string text = "Groups:";
    for (int i = 0; i < 70; ++i) {
        text += " g" + std::to_string(i);
    }
    const Outline outline{text};
    EXPECT_EQ(outline.group("g63"), std::uint64_t{1} << 63);
    EXPECT_FALSE(outline.group("g64"));
}

}  // namespace
}  // namespace livecam::http
