#include "ngx_module/pure/cache_control.h"

#include <gtest/gtest.h>

#include <limits>

namespace livecam::http {
namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;

Descriptor camera(std::int64_t next_expected) {
    Descriptor descriptor;
    descriptor.kind = Kind::kFrames;
    descriptor.next_expected = next_expected;
    return descriptor;
}

TEST(CacheControl, OfAPictureEndsWithItsNextExpectedChange) {
    EXPECT_EQ(picture_max_age_s(camera(kNow + 5000), kNow), 5u);
    EXPECT_EQ(picture_max_age_s(camera(kNow + 4001), kNow), 5u);
}

TEST(CacheControl, OfAPictureIsAtLeastASecondAndAtMostAMinute) {
    EXPECT_EQ(picture_max_age_s(camera(kNow + 1), kNow), 1u);
    EXPECT_EQ(picture_max_age_s(camera(kNow), kNow), 1u);
    EXPECT_EQ(picture_max_age_s(camera(kNow - 99'000), kNow), 1u);
    EXPECT_EQ(picture_max_age_s(camera(kNow + 3'600'000), kNow), 60u);
    EXPECT_EQ(picture_max_age_s(camera(std::numeric_limits<std::int64_t>::max()), 0), 60u);
    EXPECT_EQ(picture_max_age_s(camera(std::numeric_limits<std::int64_t>::max()), -5), 60u);
}

TEST(CacheControl, OfACameraWithoutRhythmIsItsOwnOrThreeSeconds) {
    Descriptor descriptor = camera(0);
    EXPECT_EQ(picture_max_age_s(descriptor, kNow), 3u);
    descriptor.max_age_s = 17;
    EXPECT_EQ(picture_max_age_s(descriptor, kNow), 17u);
    descriptor.max_age_s = 4'000'000'000u;
    EXPECT_EQ(picture_max_age_s(descriptor, kNow), 60u);
}

TEST(CacheControl, OfAPictureLetsItBeShownWhileANewOneIsAskedFor) {
    EXPECT_EQ(picture_cache_control(camera(kNow + 5000), kNow).text(),
              "public, max-age=5, stale-while-revalidate=120, stale-if-error=600");
}

TEST(CacheControl, OfABodyIsWhatItsDescriptorSays) {
    Descriptor descriptor;
    descriptor.max_age_s = 5;
    EXPECT_EQ(body_cache_control(descriptor).text(), "public, max-age=5");
    descriptor.stale_while_revalidate_s = 30;
    EXPECT_EQ(body_cache_control(descriptor).text(),
              "public, max-age=5, stale-while-revalidate=30");
    descriptor.flags = kFlagImmutable;
    EXPECT_EQ(body_cache_control(descriptor).text(),
              "public, max-age=5, stale-while-revalidate=30, immutable");
    descriptor.flags = kFlagImmutable | kFlagNoStore;
    EXPECT_EQ(body_cache_control(descriptor).text(), "no-store");
}

TEST(CacheControl, HasRoomForTheLargestNumbers) {
    Descriptor descriptor;
    descriptor.max_age_s = std::numeric_limits<std::uint32_t>::max();
    descriptor.stale_while_revalidate_s = descriptor.max_age_s;
    descriptor.flags = kFlagImmutable;
    EXPECT_EQ(body_cache_control(descriptor).text(),
              "public, max-age=4294967295, stale-while-revalidate=4294967295, immutable");
}

TEST(CacheControl, IsCutOffRatherThanOverrun) {
    CacheControl text;
    for (int i = 0; i < 100; ++i) {
        text.append("0123456789");
    }
    EXPECT_EQ(text.text().size(), 128u);
}

}  // namespace
}  // namespace livecam::http
