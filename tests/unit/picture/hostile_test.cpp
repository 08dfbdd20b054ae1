// What holds for any bytes: no prefix of a picture is one, nothing reads out of bounds (each body
// is a heap block of its exact size, for AddressSanitizer), and time is linear in the body.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>

#include "tests/unit/picture/samples.h"

namespace livecam::test {
namespace {

constexpr std::size_t kHuge = 16 << 20;

std::vector<Sample> samples_and_encoded() {
    std::vector<Sample> samples = all_samples();
    samples.push_back({"encoded baseline", PictureType::kJpeg, encode_jpeg()});
    samples.push_back({"encoded restarts", PictureType::kJpeg, encode_jpeg({.restart = true})});
    samples.push_back(
        {"encoded progressive", PictureType::kJpeg, encode_jpeg({.progressive = true})});
    samples.push_back({"made png", PictureType::kPng, make_png()});
    return samples;
}

TEST(Hostile, EverySampleIsComplete) {
    const auto samples = samples_and_encoded();
    ASSERT_EQ(samples.size(), 21U);
    for (const Sample& sample : samples) {
        const auto found = inspect(sample.body);
        EXPECT_EQ(found, complete(sample.type, found.width, found.height, sample.body.size()))
            << sample.name;
    }
}

TEST(Hostile, NoPrefixOfAPictureIsComplete) {
    for (const Sample& sample : samples_and_encoded()) {
        for (std::size_t cut = 0; cut < sample.body.size(); ++cut) {
            const auto found = inspect(std::string_view(sample.body).substr(0, cut));
            ASSERT_NE(found.reason, Reason::kNone) << sample.name << " cut at " << cut;
            ASSERT_EQ(found.length, 0U) << sample.name << " cut at " << cut;
            if (cut >= 12) {
                ASSERT_EQ(found.reason, Reason::kInvalid) << sample.name << " cut at " << cut;
                ASSERT_EQ(found.type, sample.type) << sample.name << " cut at " << cut;
            }
        }
    }
}

TEST(Hostile, ACutPictureFilledUpWithZerosIsNotComplete) {
    for (const Sample& sample : samples_and_encoded()) {
        if (sample.type == PictureType::kWebp || sample.type == PictureType::kAvif) {
            continue;  // their structure says where data lies, and zeros are data
        }
        for (std::size_t cut = 1; cut < sample.body.size(); ++cut) {
            Body filled = sample.body.substr(0, cut);
            filled.resize(sample.body.size() + 64);
            const auto found = inspect(filled);
            // A PNG ends with its checksum, whose own last byte may be a zero.
            if (found.reason == Reason::kNone) {
                ASSERT_EQ(filled.substr(0, found.length), sample.body) << sample.name << ' ' << cut;
            }
        }
    }
}

TEST(Hostile, AnySingleChangedByteIsHandled) {
    for (const Sample& sample : all_samples()) {
        const std::size_t size = sample.body.size();
        const auto body = std::make_unique<std::byte[]>(size);
        std::memcpy(body.get(), sample.body.data(), size);
        for (std::size_t at = 0; at < size; ++at) {
            const std::byte original = body[at];
            for (int value = 0; value < 256; ++value) {
                body[at] = static_cast<std::byte>(value);
                const auto found = picture::inspect({body.get(), size});
                ASSERT_LE(found.length, size) << sample.name << " at " << at << " = " << value;
                ASSERT_EQ(found.reason == Reason::kNone, found.length > 0) << found;
                if (found.reason == Reason::kNone) {
                    ASSERT_GT(found.width, 0U) << sample.name << " at " << at << " = " << value;
                    ASSERT_GT(found.height, 0U) << sample.name << " at " << at << " = " << value;
                }
            }
            body[at] = original;
        }
    }
}

/// Fills a body up with a repeated piece. The quadratic cost of any of these would be hours.
Body repeated(Body body, const Body& piece) {
    body.reserve(kHuge + piece.size());
    while (body.size() < kHuge) {
        body += piece;
    }
    return body;
}

TEST(Hostile, HugeBodiesTakeLinearTime) {
    const Body jpeg = encode_jpeg();
    const Body open_scan = jpeg.substr(0, jpeg.size() - 2);
    const Body gif = load("still.gif");
    const Body webp_head = "RIFF" + le32(kHuge) + "WEBP";
    const Body canvas = "VP8X" + le32(10) + Body("\2\0\0\0\0\0\0\0\0\0", 10);
    const Body bodies[] = {
        repeated(open_scan, "\xFF"),
        repeated(open_scan, Body("\xFF\x00", 2)),
        repeated(open_scan, "\xFF\xD0"),
        repeated("\xFF\xD8", "\xFF"),
        repeated("\xFF\xD8", Body("\xFF\xE0\x00\x02", 4)),
        repeated(png_signature() + png_header(), png_chunk("tEXt", "")),
        repeated(gif.substr(0, gif.size() - 1), "!\x01\x01x" + Body(1, '\0')),
        repeated(gif.substr(0, gif.size() - 2), "\x01x"),
        repeated(webp_head + canvas, "EXIF" + le32(0)),
        repeated(webp_head + canvas, "ANMF" + le32(16) + Body(16, '\0')),
        repeated(be32(16) + "ftypavif" + be32(0), be32(8) + "free"),
        repeated(be32(16) + "ftypavif" + be32(0) + be32(kHuge - 16) + "meta" + be32(0),
                 be32(8) + "iloc"),
        repeated(" ", " "),
        repeated("<", "<"),
    };
    for (const Body& body : bodies) {
        EXPECT_NE(inspect(body).reason, Reason::kNone);
    }
}

}  // namespace
}  // namespace livecam::test
