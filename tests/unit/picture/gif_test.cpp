#include <gtest/gtest.h>

#include "tests/unit/picture/samples.h"

namespace livecam::test {
namespace {

constexpr auto kType = PictureType::kGif;

Body screen(std::uint32_t width, std::uint32_t height) {
    return "GIF89a" + le16(width) + le16(height) + Body(3, '\0');
}

Body image(std::uint32_t width, std::uint32_t height, char code_size = 2,
           const Body& blocks = Body("\x02\x4C\x01\x00", 4)) {
    return "," + le32(0) + le16(width) + le16(height) + Body(1, '\0') + Body(1, code_size) + blocks;
}

TEST(Gif, AcceptsOtherPeoplesFilesAndTrimsWhatFollows) {
    for (const char* name : {"still.gif", "interlaced.gif", "animated.gif"}) {
        const Body gif = load(name);
        EXPECT_EQ(inspect(gif), complete(kType, 24, 18, gif.size())) << name;
        EXPECT_EQ(inspect(gif + Body(77, '\0')), complete(kType, 24, 18, gif.size())) << name;
        EXPECT_EQ(inspect(gif + ";;"), complete(kType, 24, 18, gif.size())) << name;
    }
}

TEST(Gif, AcceptsTheOldVersion) {
    Body gif = load("still.gif");
    gif[4] = '7';
    EXPECT_EQ(inspect(gif), complete(kType, 24, 18, gif.size()));
    gif[4] = '8';
    EXPECT_EQ(inspect(gif).reason, Reason::kWrongType);
}

TEST(Gif, ATrailerInsideDataIsNotTheEnd) {
    const Body start = screen(1, 1) + "!\xFE" + Body("\x02;;\x00", 4) + "," + le32(0) + le16(1) +
                       le16(1) + Body("\x80;;;;;;", 7);
    const Body gif = start + Body("\x02\x03;;;\x00;", 7);
    EXPECT_EQ(inspect(gif), complete(kType, 1, 1, gif.size()));
    EXPECT_EQ(inspect(gif.substr(0, gif.size() - 2)),
              invalid(kType, "GIF: cut off before its trailer"));
}

TEST(Gif, SkipsTablesOfTheAnnouncedSize) {
    for (int n = 0; n < 8; ++n) {
        const std::size_t table = std::size_t{6} << n;
        const Body gif = "GIF89a" + le16(1) + le16(1) + Body(1, static_cast<char>(0x80 | n)) +
                         Body(2, '\0') + Body(table, ';') + image(1, 1) + ";";
        EXPECT_EQ(inspect(gif), complete(kType, 1, 1, gif.size())) << n;
    }
}

TEST(Gif, WantsAnImage) {
    EXPECT_EQ(inspect(screen(1, 1) + ";"), invalid(kType, "GIF: no image"));
    EXPECT_EQ(inspect(screen(1, 1) + "!\xF9" + Body("\x04\0\0\0\0\0;", 7)),
              invalid(kType, "GIF: no image"));
}

TEST(Gif, TakesAnUnstatedSizeFromTheFirstImage) {
    const Body gif = screen(0, 0) + image(7, 4) + image(2, 2) + ";";
    EXPECT_EQ(inspect(gif), complete(kType, 7, 4, gif.size()));
}

TEST(Gif, RefusesBrokenImages) {
    const auto with = [](const Body& broken) { return inspect(screen(9, 9) + broken + ";"); };
    EXPECT_EQ(with(image(0, 4)), invalid(kType, "GIF: an image with a dimension of 0"));
    EXPECT_EQ(with(image(4, 0)), invalid(kType, "GIF: an image with a dimension of 0"));
    EXPECT_EQ(with(image(4, 4, 0)), invalid(kType, "GIF: a code size that cannot be"));
    EXPECT_EQ(with(image(4, 4, 9)), invalid(kType, "GIF: a code size that cannot be"));
    EXPECT_EQ(with(image(4, 4, 8)).reason, Reason::kNone);
    EXPECT_EQ(with(image(4, 4, 2, Body(1, '\0'))), invalid(kType, "GIF: an image without data"));
    EXPECT_EQ(with(image(4, 4) + "x"), invalid(kType, "GIF: no block where one should begin"));
}

}  // namespace
}  // namespace livecam::test
