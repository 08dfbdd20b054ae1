#include <gtest/gtest.h>

#include "embedded/test.h"

namespace livecam {
namespace {

TEST(Embed, CarriesEveryByteAndNoMore) {
    std::string expected;
    for (int byte = 0; byte < 256; ++byte) {
        expected += static_cast<char>(byte);
    }
    EXPECT_EQ(embed_test::file("data/every_byte.bin"), expected);
}

TEST(Embed, EmptyFileIsThereAndEmpty) {
    EXPECT_EQ(embed_test::file("data/empty"), std::string_view{});
    EXPECT_EQ(embed_test::file("data/none"), std::nullopt);
}

TEST(Embed, ListsFilesInOrder) {
    const auto files = embed_test::files();
    ASSERT_EQ(files.size(), 3u);
    EXPECT_EQ(files[0].name, "data/empty");
    EXPECT_EQ(files[1].name, "data/every_byte.bin");
    EXPECT_EQ(files[2].bytes.data()[files[2].bytes.size()], '\0');
}

}  // namespace
}  // namespace livecam
