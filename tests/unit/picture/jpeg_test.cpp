#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/picture/samples.h"

namespace livecam::test {
namespace {

constexpr auto kType = PictureType::kJpeg;
constexpr const char* kCut = "JPEG: cut off before its end marker";

const Body kSoi = "\xFF\xD8";
const Body kEoi = "\xFF\xD9";

/// Puts a segment right behind SOI.
Body with_segment(Body jpeg, const Body& segment) {
    return jpeg.insert(2, segment);
}

/// Replaces the height in the frame header.
Body with_height(Body jpeg, std::uint32_t height) {
    return jpeg.replace(find_marker(jpeg, 0xC0) + 5, 2, be16(height));
}

Body before_end(Body jpeg, const Body& bytes) {
    return jpeg.insert(jpeg.size() - 2, bytes);
}

std::size_t count_markers(const Body& jpeg, std::uint8_t code) {
    const Body marker{'\xFF', static_cast<char>(code)};
    std::size_t count = 0;
    for (std::size_t at = jpeg.find(marker); at != Body::npos; at = jpeg.find(marker, at + 2)) {
        ++count;
    }
    return count;
}

Body exif_with_thumbnail(const Body& thumbnail) {
    return jpeg_segment(0xE1, Body("Exif\0\0II*\0\x08\0\0\0", 14) + thumbnail);
}

TEST(Jpeg, AcceptsBaseline) {
    const Body jpeg = encode_jpeg();
    EXPECT_EQ(inspect(jpeg), complete(kType, 64, 48, jpeg.size()));
}

TEST(Jpeg, AcceptsTheManyScansOfAProgressivePicture) {
    const Body jpeg = encode_jpeg({.progressive = true});
    ASSERT_GT(count_markers(jpeg, 0xDA), 1U);
    EXPECT_EQ(inspect(jpeg), complete(kType, 64, 48, jpeg.size()));
}

TEST(Jpeg, AcceptsRestartMarkersInTheScan) {
    const Body jpeg = encode_jpeg({.restart = true});
    ASSERT_GT(count_markers(jpeg, 0xD0), 0U);
    EXPECT_EQ(inspect(jpeg), complete(kType, 64, 48, jpeg.size()));
}

TEST(Jpeg, AcceptsStuffedBytesInTheScan) {
    const Body jpeg = before_end(encode_jpeg(), Body("\xFF\x00\x12\xFF\x00", 5));
    EXPECT_EQ(inspect(jpeg), complete(kType, 64, 48, jpeg.size()));
}

TEST(Jpeg, TrimsWhatFollowsTheEnd) {
    const Body jpeg = encode_jpeg();
    for (const Body& padding : {Body(1000, '\0'), Body("\r\n"), encode_jpeg(), kEoi, kSoi}) {
        EXPECT_EQ(inspect(jpeg + padding), complete(kType, 64, 48, jpeg.size()));
    }
}

TEST(Jpeg, AThumbnailsEndIsNotThePicturesEnd) {
    const Body thumbnail = encode_jpeg({.width = 16, .height = 16});
    const Body exif = exif_with_thumbnail(thumbnail);
    const Body jpeg = with_segment(encode_jpeg(), exif);
    EXPECT_EQ(inspect(jpeg), complete(kType, 64, 48, jpeg.size()));

    const std::size_t after_thumbnail = 2 + exif.size();
    ASSERT_EQ(jpeg.substr(after_thumbnail - 2, 2), kEoi);
    EXPECT_EQ(inspect(jpeg.substr(0, after_thumbnail)), invalid(kType, kCut));
    EXPECT_EQ(inspect(jpeg.substr(0, after_thumbnail + 40)), invalid(kType, kCut));
}

TEST(Jpeg, SkipsEverySegmentByItsLength) {
    const Body content = kEoi + kSoi + Body("\xFF\xDA\x00\xFF", 4) + kEoi;
    for (const int code : {0xC4, 0xCC, 0xDB, 0xDD, 0xE0, 0xE2, 0xED, 0xEF, 0xFE}) {
        const Body segment = jpeg_segment(static_cast<std::uint8_t>(code), content);
        const Body jpeg = with_segment(encode_jpeg(), segment);
        EXPECT_EQ(inspect(jpeg), complete(kType, 64, 48, jpeg.size())) << code;
        EXPECT_EQ(inspect(jpeg.substr(0, 2 + segment.size())), invalid(kType, kCut)) << code;
    }
}

TEST(Jpeg, AThumbnailBehindACutPictureDoesNotCompleteIt) {
    const Body jpeg = encode_jpeg();
    const Body cut = jpeg.substr(0, jpeg.size() - 20);
    EXPECT_EQ(inspect(cut + encode_jpeg()),
              invalid(kType, "JPEG: a picture begins inside the picture"));
}

TEST(Jpeg, AcceptsFillBytesBeforeMarkers) {
    Body jpeg = before_end(encode_jpeg({.restart = true}), "\xFF\xFF\xFF");
    jpeg.insert(find_marker(jpeg, 0xD0), "\xFF");
    jpeg.insert(find_marker(jpeg, 0xC0), "\xFF\xFF");
    EXPECT_EQ(inspect(jpeg), complete(kType, 64, 48, jpeg.size()));
}

TEST(Jpeg, TakesTheHeightFromTheNumberOfLinesSegment) {
    const Body jpeg = before_end(with_height(encode_jpeg(), 0), jpeg_segment(0xDC, be16(48)));
    EXPECT_EQ(inspect(jpeg), complete(kType, 64, 48, jpeg.size()));
}

TEST(Jpeg, RefusesAHeightThatNothingTells) {
    EXPECT_EQ(inspect(with_height(encode_jpeg(), 0)), invalid(kType, "JPEG: height 0"));
}

TEST(Jpeg, RefusesABrokenNumberOfLines) {
    const char* fault = "JPEG: broken or misplaced number of lines";
    const Body jpeg = with_height(encode_jpeg(), 0);
    EXPECT_EQ(inspect(before_end(jpeg, jpeg_segment(0xDC, be16(0)))), invalid(kType, fault));
    EXPECT_EQ(inspect(before_end(jpeg, jpeg_segment(0xDC, be32(48)))), invalid(kType, fault));
    EXPECT_EQ(inspect(with_segment(jpeg, jpeg_segment(0xDC, be16(48)))), invalid(kType, fault));
}

TEST(Jpeg, AcceptsEveryFrameKind) {
    for (const int code :
         {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}) {
        Body jpeg = encode_jpeg();
        jpeg[find_marker(jpeg, 0xC0) + 1] = static_cast<char>(code);
        EXPECT_EQ(inspect(jpeg), complete(kType, 64, 48, jpeg.size())) << code;
    }
}

TEST(Jpeg, TakesTheSizeOfAHierarchyFromItsHeader) {
    const Body jpeg = encode_jpeg();
    const std::size_t frame = find_marker(jpeg, 0xC0);
    Body hierarchy = jpeg.substr(frame, 19);
    hierarchy[1] = '\xDE';
    hierarchy.replace(5, 4, be16(96) + be16(128));
    const Body second = jpeg.substr(frame, jpeg.size() - 2 - frame);
    const Body whole = with_segment(before_end(jpeg, second), hierarchy);
    EXPECT_EQ(inspect(whole), complete(kType, 128, 96, whole.size()));
    EXPECT_EQ(inspect(with_segment(whole, hierarchy)),
              invalid(kType, "JPEG: misplaced hierarchy header"));
}

TEST(Jpeg, RefusesBrokenFrameHeaders) {
    const Body jpeg = encode_jpeg();
    const std::size_t frame = find_marker(jpeg, 0xC0);
    const auto patched = [&](std::size_t offset, const Body& bytes) {
        return Body(jpeg).replace(frame + offset, bytes.size(), bytes);
    };
    EXPECT_EQ(inspect(patched(7, be16(0))), invalid(kType, "JPEG: width 0"));
    for (const Body& broken :
         {patched(4, "\x01"), patched(4, "\x11"), patched(9, "\x04"), patched(9, Body(1, '\0'))}) {
        EXPECT_EQ(inspect(broken), invalid(kType, "JPEG: broken frame header"));
    }
    EXPECT_EQ(inspect(with_segment(jpeg, jpeg.substr(frame, 19))),
              invalid(kType, "JPEG: two frame headers"));
}

TEST(Jpeg, RefusesAPictureWithoutItsParts) {
    const Body jpeg = encode_jpeg();
    const std::size_t frame = find_marker(jpeg, 0xC0);
    const std::size_t scan = find_marker(jpeg, 0xDA);
    EXPECT_EQ(inspect(kSoi + kEoi), invalid(kType, "JPEG: no frame header"));
    EXPECT_EQ(inspect(jpeg.substr(0, scan) + kEoi), invalid(kType, "JPEG: no picture data"));
    EXPECT_EQ(inspect(jpeg.substr(0, scan + 14) + kEoi), invalid(kType, "JPEG: no picture data"));
    EXPECT_EQ(inspect(jpeg.substr(0, scan + 14) + "\xFF\xD0\xFF\xFF\xD1" + kEoi),
              invalid(kType, "JPEG: no picture data"));
    EXPECT_EQ(inspect(jpeg.substr(0, frame) + jpeg.substr(scan)),
              invalid(kType, "JPEG: a scan before the frame header"));
}

TEST(Jpeg, RefusesBrokenScanHeaders) {
    Body jpeg = encode_jpeg();
    char& components = jpeg[find_marker(jpeg, 0xDA) + 4];
    for (const char count : {'\0', '\2', '\5'}) {
        components = count;
        EXPECT_EQ(inspect(jpeg), invalid(kType, "JPEG: broken scan header"));
    }
}

TEST(Jpeg, RefusesWhatIsNoSegment) {
    const Body jpeg = encode_jpeg();
    const char* no_marker = "JPEG: no marker where a segment should begin";
    EXPECT_EQ(inspect(with_segment(jpeg, "x")), invalid(kType, no_marker));
    EXPECT_EQ(inspect(with_segment(jpeg, jpeg_segment(0x02, "reserved"))),
              invalid(kType, no_marker));
    EXPECT_EQ(inspect(before_end(jpeg, "\xFF\x42")), invalid(kType, no_marker));
    EXPECT_EQ(inspect(with_segment(jpeg, Body("\xFF\xE5\x00\x01", 4))),
              invalid(kType, "JPEG: a segment shorter than its own length field"));
    EXPECT_EQ(inspect(jpeg.substr(0, 2) + "\xFF\xE5\xFF\xFF" + jpeg.substr(2)),
              invalid(kType, kCut));
}

}  // namespace
}  // namespace livecam::test
