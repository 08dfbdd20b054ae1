#include "ngx_module/pure/key_path.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace livecam::http {
namespace {

std::vector<std::string> prefixes(std::string_view path) {
    const Prefixes found = miss_prefixes(path);
    return {found.items.begin(), found.items.begin() + found.count};
}

TEST(KeyPath, AnEtagBelowAPathIsOneVeryPicture) {
    const auto path = split_immutable("/image/superior/00f3a9b2c4d5e6f7");
    ASSERT_TRUE(path);
    EXPECT_EQ(path->parent, "/image/superior");
    EXPECT_EQ(path->etag, 0x00f3a9b2c4d5e6f7u);
}

TEST(KeyPath, NothingElseIs) {
    for (const char* path :
         {"", "/", "/image/superior", "/00f3a9b2c4d5e6f7", "00f3a9b2c4d5e6f7",
          "/image/00F3A9B2C4D5E6F7", "/image/superior/00f3a9b2c4d5e6f7/",
          "/image/superior/00f3a9b2c4d5e6f7.jpg", "/image/superior/\"00f3a9b2c4d5e6f7\""}) {
        EXPECT_FALSE(split_immutable(path)) << path;
    }
}

TEST(KeyPath, TheLastSegmentHasNoSlash) {
    EXPECT_EQ(last_segment("/image/superior"), "superior");
    EXPECT_EQ(last_segment("/image/"), "");
    EXPECT_EQ(last_segment("image"), "image");
    EXPECT_EQ(last_segment(""), "");
}

TEST(KeyPath, PrefixesEndInASlashAndComeLongestFirst) {
    EXPECT_EQ(prefixes("/api/canyon/LCC/udot"),
              (std::vector<std::string>{"/api/canyon/LCC/", "/api/canyon/", "/api/", "/"}));
    EXPECT_EQ(prefixes("/image/"), (std::vector<std::string>{"/image/", "/"}));
    EXPECT_EQ(prefixes("image"), std::vector<std::string>{});
    EXPECT_EQ(prefixes(""), std::vector<std::string>{});
}

TEST(KeyPath, AThousandSlashesCostNoMoreThanFour) {
    EXPECT_EQ(prefixes(std::string(1000, '/')),
              (std::vector<std::string>{"////", "///", "//", "/"}));
}

}  // namespace
}  // namespace livecam::http
