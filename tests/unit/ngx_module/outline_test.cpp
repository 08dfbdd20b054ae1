#include "ngx_module/pure/outline.h"

#include <gtest/gtest.h>

#include <string>

namespace livecam::http {
namespace {

TEST(Outlines, SayPrefixVersionAndGroups) {
    const Outline outline{"/cams\n00ff\nlcc\nbcc\n"};
    EXPECT_EQ(outline.prefix(), "/cams");
    EXPECT_EQ(outline.version(), "00ff");
    EXPECT_EQ(outline.group("lcc"), 1u);
    EXPECT_EQ(outline.group("bcc"), 2u);
    EXPECT_FALSE(outline.group("lc"));
    EXPECT_FALSE(outline.group(""));
}

TEST(Outlines, MayHaveNoPrefix) {
    const Outline outline{"\n00ff\nlcc\n"};
    EXPECT_EQ(outline.prefix(), "");
    EXPECT_EQ(outline.group("lcc"), 1u);
}

TEST(Outlines, OfSomethingElseAreEmpty) {
    for (const char* text : {"", "cams\n1\nlcc\n", "/cams/\n1\nlcc\n", "/a\"b\n1\nlcc\n",
                             "/cams\n<1>\nlcc\n", "/cams\n"}) {
        const Outline outline{text};
        EXPECT_EQ(outline.prefix(), "") << text;
        EXPECT_FALSE(outline.group("lcc")) << text;
    }
}

TEST(Outlines, HaveAsManyGroupsAsThereAreBits) {
    std::string text = "\n1\n";
    for (int i = 0; i < 70; ++i) {
        text += "g" + std::to_string(i) + "\n";
    }
    const Outline outline{text};
    EXPECT_EQ(outline.group("g63"), std::uint64_t{1} << 63);
    EXPECT_FALSE(outline.group("g64"));
}

}  // namespace
}  // namespace livecam::http
