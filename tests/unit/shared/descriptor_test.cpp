#include "shared/descriptor.h"

#include <gtest/gtest.h>

#include <random>

namespace livecam {
namespace {

Descriptor full() {
    Descriptor d;
    d.kind = Kind::kFrames;
    d.flags = kFlagNoStore;
    d.status = 302;
    d.reason = Reason::kShortBody;
    d.http_status = 503;
    d.generation = 1ull << 60;
    d.max_age_s = 3;
    d.stale_while_revalidate_s = 120;
    d.checked_at = 1'700'000'000'001;
    d.next_expected = 1'700'000'000'002;
    d.stale_at = 1'700'000'000'003;
    d.down_at = 1'700'000'000'004;
    d.period_ms = 3000;
    d.failures = 9;
    d.groups = 5;
    d.headers_serial = 77;
    d.headers_length = 88;
    d.frame_count = layout::kMaxFrames;
    d.target = 12;
    d.set_type("text/html; charset=utf-8");
    for (std::size_t i = 0; i < d.frames.size(); ++i) {
        d.frames[i] = {i + 1,    ~0ull, 1 << 20, 5, 6, PictureType::kWebp, Encoding::kBrotli,
                       0xFFFFFF, 720};
    }
    return d;
}

TEST(Descriptor, SurvivesEncodingWordForWord) {
    const DescriptorWords words = encode(full());
    EXPECT_EQ(encode(decode(words)), words);
    const Descriptor d = decode(words);
    EXPECT_EQ(d.frames, full().frames);
    EXPECT_EQ(d.type(), "text/html; charset=utf-8");
    EXPECT_EQ(d.reason, Reason::kShortBody);
    EXPECT_EQ(d.generation, 1ull << 60);
    EXPECT_EQ(d.headers_length, 88u);
}

TEST(Descriptor, ZeroWordsAreNothing) {
    EXPECT_EQ(decode(DescriptorWords{}).kind, Kind::kNone);
    EXPECT_EQ(encode(Descriptor{})[0], 0u);
}

TEST(Descriptor, ContentTypeThatDoesNotFitIsRefused) {
    Descriptor d;
    EXPECT_FALSE(d.set_type(std::string(64, 'a')));
    EXPECT_FALSE(d.set_type("text/plain\r\nX: y"));
    EXPECT_TRUE(d.set_type(std::string(63, 'a')));
    EXPECT_EQ(d.type().size(), 63u);
}

TEST(Descriptor, RandomWordsDecodeToHarmlessValues) {
    std::mt19937_64 random{1};
    for (int round = 0; round < 20000; ++round) {
        DescriptorWords words;
        for (auto& word : words) {
            word = random();
        }
        const Descriptor d = decode(words);
        EXPECT_LE(d.kind, Kind::kVersion);
        EXPECT_LE(d.frame_count, layout::kMaxFrames);
        EXPECT_LT(d.type().size(), layout::kContentTypeBytes);
        for (const char c : d.type()) {
            EXPECT_TRUE(c >= 0x20 && c < 0x7F);
        }
        for (const FrameRef& frame : d.frames) {
            EXPECT_LE(frame.type, PictureType::kAvif);
            EXPECT_LE(frame.encoding, Encoding::kBrotli);
        }
    }
}

}  // namespace
}  // namespace livecam
