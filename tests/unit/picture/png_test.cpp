#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "tests/unit/picture/samples.h"

namespace livecam::test {
namespace {

constexpr auto kType = PictureType::kPng;

const Body kEnd = png_chunk("IEND", "");

Body png_of(const Body& chunks) {
    return png_signature() + chunks;
}

TEST(Png, AcceptsAPictureAndTrimsWhatFollows) {
    const Body png = make_png();
    EXPECT_EQ(inspect(png), complete(kType, 5, 3, png.size()));
    EXPECT_EQ(inspect(png + Body(100, '\0')), complete(kType, 5, 3, png.size()));
    EXPECT_EQ(inspect(png + png), complete(kType, 5, 3, png.size()));
}

TEST(Png, AcceptsOtherPeoplesFiles) {
    for (const char* name : {"rgb.png", "rgba.png", "palette.png"}) {
        const Body png = load(name);
        EXPECT_EQ(inspect(png), complete(kType, 24, 18, png.size())) << name;
    }
}

TEST(Png, DetectsEverySingleFlippedBit) {
    Body png = load("palette.png");
    for (std::size_t bit = 0; bit < png.size() * 8; ++bit) {
        const auto mask = static_cast<char>(1 << bit % 8);
        png[bit / 8] = static_cast<char>(png[bit / 8] ^ mask);
        EXPECT_NE(inspect(png).reason, Reason::kNone) << "bit " << bit;
        png[bit / 8] = static_cast<char>(png[bit / 8] ^ mask);
    }
    EXPECT_EQ(inspect(png).reason, Reason::kNone);
}

TEST(Png, NamesAWrongChecksum) {
    Body png = make_png();
    png[png.size() - 1] ^= 1;
    EXPECT_EQ(inspect(png), invalid(kType, "PNG: a chunk's checksum is wrong"));
}

TEST(Png, AllowsExactlyTheStandardsDepths) {
    const std::set<std::pair<int, int>> allowed = {{0, 1}, {0, 2},  {0, 4},  {0, 8}, {0, 16},
                                                   {2, 8}, {2, 16}, {3, 1},  {3, 2}, {3, 4},
                                                   {3, 8}, {4, 8},  {4, 16}, {6, 8}, {6, 16}};
    const Body palette = png_chunk("PLTE", "rgb");
    for (std::uint8_t colour = 0; colour < 8; ++colour) {
        for (std::uint8_t depth = 0; depth <= 17; ++depth) {
            const Body header = png_header({.depth = depth, .colour = colour});
            const Body png = png_of(header + (colour == 3 ? palette : Body()) + png_data() + kEnd);
            EXPECT_EQ(inspect(png).reason == Reason::kNone, allowed.contains({colour, depth}))
                << int{colour} << ' ' << int{depth};
        }
    }
}

TEST(Png, RefusesImpossibleDimensions) {
    const auto fault = invalid(kType, "PNG: a dimension that cannot be");
    EXPECT_EQ(inspect(make_png({.width = 0})), fault);
    EXPECT_EQ(inspect(make_png({.height = 0})), fault);
    EXPECT_EQ(inspect(make_png({.width = 0x80000000})), fault);
    EXPECT_EQ(inspect(make_png({.height = 0xFFFFFFFF})), fault);
}

TEST(Png, RefusesUnknownMethodsInTheHeader) {
    for (const Body& tail : {Body("\1\0\0", 3), Body("\0\1\0", 3), Body("\0\0\2", 3),
                             Body("\0\0", 2), Body(4, '\0')}) {
        const Body header = png_chunk("IHDR", be32(5) + be32(3) + "\x08\x02" + tail);
        EXPECT_EQ(inspect(png_of(header + png_data() + kEnd)),
                  invalid(kType, "PNG: broken header"));
    }
}

TEST(Png, WantsItsHeaderFirstAndOnce) {
    EXPECT_EQ(inspect(png_of(png_data() + png_header() + kEnd)),
              invalid(kType, "PNG: does not begin with its header"));
    EXPECT_EQ(inspect(png_of(png_header() + png_header() + png_data() + kEnd)),
              invalid(kType, "PNG: two headers"));
}

TEST(Png, WantsDataInOnePlace) {
    const Body data = png_data();
    const Body text = png_chunk("tEXt", "k\x01v");
    EXPECT_EQ(inspect(png_of(png_header() + kEnd)), invalid(kType, "PNG: no picture data"));
    EXPECT_EQ(inspect(png_of(png_header() + png_chunk("IDAT", "") + kEnd)),
              invalid(kType, "PNG: no picture data"));
    EXPECT_EQ(inspect(png_of(png_header() + data + text + data + kEnd)),
              invalid(kType, "PNG: picture data in two places"));
    const Body good = png_of(png_header() + text + data + data + text + kEnd);
    EXPECT_EQ(inspect(good), complete(kType, 5, 3, good.size()));
}

TEST(Png, WantsAPaletteForIndexedColour) {
    const Body header = png_header({.depth = 1, .colour = 3});
    const auto with = [&](const Body& chunk) {
        return inspect(png_of(header + chunk + png_data() + kEnd));
    };
    EXPECT_EQ(with(""), invalid(kType, "PNG: no palette"));
    EXPECT_EQ(with(png_chunk("PLTE", "rgbrgb")).reason, Reason::kNone);
    for (const Body& palette : {Body(), Body("rgbr"), Body(9, 'x')}) {
        EXPECT_EQ(with(png_chunk("PLTE", palette)), invalid(kType, "PNG: broken palette"));
    }
    EXPECT_EQ(with(png_chunk("PLTE", "rgb") + png_chunk("PLTE", "rgb")),
              invalid(kType, "PNG: misplaced palette"));
    EXPECT_EQ(inspect(png_of(png_header() + png_data() + png_chunk("PLTE", "rgb") + kEnd)),
              invalid(kType, "PNG: misplaced palette"));
}

TEST(Png, RefusesChunksThatCannotBe) {
    const auto with = [](const Body& bytes) {
        return inspect(png_of(png_header() + bytes + png_data() + kEnd));
    };
    EXPECT_EQ(with(png_chunk("CgBI", "")), invalid(kType, "PNG: unknown critical chunk"));
    EXPECT_EQ(with(png_chunk("a\x01oo", "")),
              invalid(kType, "PNG: no chunk where one should begin"));
    EXPECT_EQ(with(be32(0x80000000) + "tEXt"), invalid(kType, "PNG: a chunk length over 2^31-1"));
    EXPECT_EQ(with(be32(0x7FFFFFFF) + "tEXt"), invalid(kType, "PNG: cut off before its end chunk"));
    EXPECT_EQ(inspect(png_of(png_header() + png_data() + png_chunk("IEND", "x"))),
              invalid(kType, "PNG: an end chunk with content"));
}

TEST(Png, AcceptsAnAnimation) {
    const Body png =
        png_of(png_header() + png_chunk("acTL", be32(2) + be32(0)) + png_data() +
               png_chunk("fcTL", Body(26, '\0')) + png_chunk("fdAT", be32(1) + "x") + kEnd);
    EXPECT_EQ(inspect(png), complete(kType, 5, 3, png.size()));
}

}  // namespace
}  // namespace livecam::test
