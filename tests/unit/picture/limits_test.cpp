#include <gtest/gtest.h>

#include "tests/unit/picture/samples.h"

namespace livecam::test {
namespace {

using picture::Limits;

picture::Inspection too_big(const Sample& sample, const char* detail) {
    return {Reason::kTooBig, detail, sample.type, 24, 18, 0};
}

TEST(Limits, HoldForEveryFormatAndAreInclusive) {
    for (const Sample& sample : all_samples()) {
        const auto with = [&](const Limits& limits) { return inspect(sample.body, limits); };
        EXPECT_EQ(with({24, 18, 24 * 18}).reason, Reason::kNone) << sample.name;
        EXPECT_EQ(with({23, 18, 1000}), too_big(sample, "wider than the limit")) << sample.name;
        EXPECT_EQ(with({24, 17, 1000}), too_big(sample, "taller than the limit")) << sample.name;
        EXPECT_EQ(with({24, 18, 24 * 18 - 1}), too_big(sample, "more pixels than the limit"))
            << sample.name;
    }
}

TEST(Limits, ABombIsTooBigBeforeItIsRead) {
    EXPECT_EQ(inspect(png_signature() + png_header({.width = 30000, .height = 30000})).reason,
              Reason::kTooBig);
}

TEST(Limits, PixelsDoNotOverflow) {
    const Limits wide{0xFFFFFFFF, 0xFFFFFFFF, 100'000'000};
    const Body header = png_header({.width = 0x7FFFFFFF, .height = 0x7FFFFFFF});
    EXPECT_EQ(inspect(png_signature() + header, wide).reason, Reason::kTooBig);
    EXPECT_EQ(
        inspect(png_signature() + png_header({.width = 0x10000, .height = 0x10000}), wide).reason,
        Reason::kTooBig);
}

TEST(Limits, ASmallGifScreenDoesNotHideALargeFrame) {
    Body gif = load("still.gif");
    gif.replace(6, 4, le16(1) + le16(1));
    const Sample sample{"", PictureType::kGif, ""};
    EXPECT_EQ(inspect(gif, {23, 99, 9999}), too_big(sample, "wider than the limit"));
    EXPECT_EQ(inspect(gif, {99, 17, 9999}), too_big(sample, "taller than the limit"));
    EXPECT_EQ(inspect(gif, {99, 99, 431}), too_big(sample, "more pixels than the limit"));
}

TEST(Limits, HoldForAHeightToldLate) {
    Body jpeg = encode_jpeg();
    jpeg.replace(find_marker(jpeg, 0xC0) + 5, 2, be16(0));
    jpeg.insert(jpeg.size() - 2, jpeg_segment(0xDC, be16(48)));
    EXPECT_EQ(inspect(jpeg, {64, 47, 10000}).reason, Reason::kTooBig);
    EXPECT_EQ(inspect(jpeg, {64, 48, 10000}).reason, Reason::kNone);
}

}  // namespace
}  // namespace livecam::test
