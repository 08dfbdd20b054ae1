#include <gtest/gtest.h>

#include "tests/unit/picture/samples.h"

namespace livecam::test {
namespace {

constexpr auto kType = PictureType::kWebp;
constexpr const char* kOverrun = "WebP: a chunk larger than the file says it is";

Body chunk(const Body& type, const Body& data) {
    return type + le32(static_cast<std::uint32_t>(data.size())) + data +
           Body(data.size() % 2, '\0');
}

Body riff(const Body& chunks) {
    return chunk("RIFF", "WEBP" + chunks);
}

Body lossless(std::uint32_t width, std::uint32_t height) {
    return chunk("VP8L", "\x2F" + le32((width - 1) | (height - 1) << 14) + "data");
}

Body lossy(std::uint32_t width, std::uint32_t height) {
    return chunk("VP8 ",
                 le24(4 << 5 | 0x10) + "\x9D\x01\x2A" + le16(width) + le16(height) + "data");
}

Body canvas(std::uint32_t width, std::uint32_t height, char flags = 0) {
    return chunk("VP8X", Body(1, flags) + Body(3, '\0') + le24(width - 1) + le24(height - 1));
}

Body frame(std::uint32_t width, std::uint32_t height, const Body& chunks) {
    return chunk("ANMF", Body(6, '\0') + le24(width - 1) + le24(height - 1) + le32(0) + chunks);
}

TEST(Webp, AcceptsOtherPeoplesFilesAndTrimsWhatFollows) {
    for (const char* name : {"lossy.webp", "lossless.webp", "alpha.webp", "animated.webp"}) {
        const Body webp = load(name);
        EXPECT_EQ(inspect(webp), complete(kType, 24, 18, webp.size())) << name;
        EXPECT_EQ(inspect(webp + "padding"), complete(kType, 24, 18, webp.size())) << name;
    }
}

TEST(Webp, AcceptsEveryForm) {
    const Body animation = canvas(9, 9, 2) + chunk("ANIM", Body(6, '\0')) +
                           frame(9, 9, lossy(9, 9)) + frame(3, 2, lossless(3, 2));
    for (const Body& chunks : {lossless(9, 9), lossy(9, 9), lossy(9, 9) + chunk("zzzz", "x"),
                               canvas(9, 9) + chunk("ICCP", "xyz") + lossless(9, 9), animation}) {
        const Body webp = riff(chunks);
        EXPECT_EQ(inspect(webp), complete(kType, 9, 9, webp.size()));
    }
}

TEST(Webp, AcceptsALeftOutPadByteAtTheVeryEnd) {
    Body webp = riff(lossless(9, 9));
    webp.pop_back();
    webp.replace(4, 4, le32(static_cast<std::uint32_t>(webp.size() - 8)));
    ASSERT_EQ(webp.size() % 2, 1U);
    EXPECT_EQ(inspect(webp), complete(kType, 9, 9, webp.size()));
}

TEST(Webp, RefusesAFileShorterThanItsSize) {
    const auto cut = invalid(kType, "WebP: cut off before the end that its size says");
    Body webp = load("lossy.webp");
    webp.replace(4, 4, le32(0xFFFFFFFF));
    EXPECT_EQ(inspect(webp), cut);
    EXPECT_EQ(inspect(load("lossy.webp").substr(0, 100)), cut);
}

TEST(Webp, RefusesChunksBeyondTheFilesSize) {
    Body webp = riff(lossless(9, 9));
    webp.replace(16, 4, le32(200));
    EXPECT_EQ(inspect(webp + Body(500, 'x')),
              invalid(kType, "WebP: its first chunk is larger than the file says it is"));
    EXPECT_EQ(inspect(riff("")),
              invalid(kType, "WebP: its first chunk is larger than the file says it is"));
    EXPECT_EQ(inspect(riff(lossless(9, 9) + "tail")), invalid(kType, kOverrun));
    EXPECT_EQ(inspect(riff(canvas(9, 9) + lossless(9, 9) + "EXIF" + le32(99))),
              invalid(kType, kOverrun));
}

TEST(Webp, RefusesBrokenFrames) {
    const char* lossy_fault = "WebP: broken VP8 frame header";
    const Body good = lossy(9, 9);
    const auto with = [&](std::size_t offset, const Body& bytes) {
        return inspect(riff(Body(good).replace(8 + offset, bytes.size(), bytes)));
    };
    EXPECT_EQ(with(0, le24(4 << 5 | 0x11)), invalid(kType, lossy_fault));  // not a key frame
    EXPECT_EQ(with(0, le24(4 << 5)), invalid(kType, lossy_fault));         // not shown
    EXPECT_EQ(with(0, le24(4 << 5 | 0x18)), invalid(kType, lossy_fault));  // version 4
    EXPECT_EQ(with(3, "\x9D\x01\x2B"), invalid(kType, lossy_fault));
    EXPECT_EQ(with(0, le24(5 << 5 | 0x10)),
              invalid(kType, "WebP: a VP8 partition larger than its chunk"));
    EXPECT_EQ(with(6, le16(0)), invalid(kType, "WebP: a dimension of 0"));
    EXPECT_EQ(with(8, le16(0xC000)), invalid(kType, "WebP: a dimension of 0"));
    EXPECT_EQ(with(6, le16(0x4009)).width, 9U);  // the scale bits are no size

    const char* lossless_fault = "WebP: broken VP8L header";
    EXPECT_EQ(inspect(riff(chunk("VP8L", "/"))), invalid(kType, lossless_fault));
    EXPECT_EQ(inspect(riff(chunk("VP8L", "/" + le32(0)))), invalid(kType, lossless_fault));
    EXPECT_EQ(inspect(riff(chunk("VP8L", "." + le32(0) + "x"))), invalid(kType, lossless_fault));
    EXPECT_EQ(inspect(riff(chunk("VP8L", "/" + le32(0x20000000) + "x"))),
              invalid(kType, lossless_fault));
}

TEST(Webp, WantsAnImageBehindACanvas) {
    EXPECT_EQ(inspect(riff(canvas(9, 9))), invalid(kType, "WebP: no image"));
    EXPECT_EQ(inspect(riff(canvas(9, 9) + chunk("EXIF", "x"))), invalid(kType, "WebP: no image"));
    EXPECT_EQ(inspect(riff(canvas(9, 9, 2) + lossy(9, 9))), invalid(kType, "WebP: no image"));
    EXPECT_EQ(inspect(riff(canvas(9, 9) + lossy(9, 8))),
              invalid(kType, "WebP: the image contradicts its canvas"));
    EXPECT_EQ(inspect(riff(chunk("VP8X", "short"))), invalid(kType, "WebP: broken VP8X header"));
    EXPECT_EQ(inspect(riff(chunk("EXIF", "x") + lossy(9, 9))),
              invalid(kType, "WebP: does not begin with an image chunk"));
}

TEST(Webp, RefusesBrokenAnimationFrames) {
    const auto with = [](const Body& chunks) { return inspect(riff(canvas(9, 9, 2) + chunks)); };
    EXPECT_EQ(with(frame(9, 9, "")), invalid(kType, "WebP: broken animation frame"));
    EXPECT_EQ(with(frame(9, 9, lossy(9, 9) + "x")), invalid(kType, "WebP: broken animation frame"));
    EXPECT_EQ(with(frame(9, 9, lossy(9, 8))),
              invalid(kType, "WebP: an animation frame that contradicts its image"));
    EXPECT_EQ(with(frame(9, 9, lossy(9, 9) + lossy(9, 9))),
              invalid(kType, "WebP: an animation frame that contradicts its image"));
    EXPECT_EQ(with(frame(10, 9, lossy(10, 9))),
              invalid(kType, "WebP: an animation frame larger than its canvas"));
}

}  // namespace
}  // namespace livecam::test
