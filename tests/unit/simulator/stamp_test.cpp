#include "tests/simulator/stamp.h"

#include <gtest/gtest.h>
#include <turbojpeg.h>

#include <vector>

#include "tests/simulator/jpeg.h"
#include "tests/simulator/scenery/painter.h"
#include "tests/simulator/schedule.h"

namespace livecam::sim {
namespace {

constexpr int kWidth = 192;
constexpr int kHeight = 120;

std::vector<std::byte> picture(Stamp& stamp) {
    Painter painter(make_scene(1, 0), kWidth, kHeight);
    return stamped(encode_jpeg(painter.paint(stamp.born_ms), 82), stamp);
}

TEST(Stamp, IsReadBackAsItWasWritten) {
    Stamp written{"cam-7", 123456789, 1795513000123, 0};
    const auto bytes = picture(written);
    const auto read = verify(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, written);
    EXPECT_NE(read->hash, 0u);
}

TEST(Stamp, LeavesThePictureDecodable) {
    Stamp stamp{"0", 1, 1000, 0};
    const auto bytes = picture(stamp);
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    void* decoder = tjInitDecompress();
    int width = 0, height = 0, sampling = 0, colors = 0;
    ASSERT_EQ(tjDecompressHeader3(decoder, data, bytes.size(), &width, &height, &sampling, &colors),
              0);
    EXPECT_EQ(width, kWidth);
    EXPECT_EQ(height, kHeight);
    std::vector<unsigned char> pixels(static_cast<std::size_t>(width * height) * 4);
    EXPECT_EQ(tjDecompress2(decoder, data, bytes.size(), pixels.data(), width, 0, height, TJPF_BGRX,
                            TJFLAG_STOPONWARNING),
              0)
        << tjGetErrorStr2(decoder);
    tjDestroy(decoder);
}

TEST(Stamp, AnyFlippedByteIsDetected) {
    Stamp stamp{"0", 1, 1000, 0};
    auto bytes = picture(stamp);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] ^= std::byte{0x20};
        ASSERT_FALSE(verify(bytes)) << "byte " << i;
        bytes[i] ^= std::byte{0x20};
    }
    EXPECT_TRUE(verify(bytes));
}

TEST(Stamp, AnyMissingTailIsDetected) {
    Stamp stamp{"0", 1, 1000, 0};
    const auto bytes = picture(stamp);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        // A copy of its own, so that the sanitizer sees a read beyond it.
        const std::vector<std::byte> cut(bytes.begin(),
                                         bytes.begin() + static_cast<std::ptrdiff_t>(size));
        ASSERT_FALSE(verify(cut)) << size << " of " << bytes.size();
    }
}

TEST(Stamp, AnAdditionalByteIsDetected) {
    Stamp stamp{"0", 1, 1000, 0};
    auto bytes = picture(stamp);
    bytes.push_back(std::byte{0});
    EXPECT_FALSE(verify(bytes));
}

TEST(Stamp, TwoHalvesOfDifferentPicturesAreNoPicture) {
    Stamp first{"0", 1, 1000, 0};
    Stamp second{"0", 2, 4000, 0};
    auto bytes = picture(first);
    const auto other = picture(second);
    const auto half = static_cast<std::ptrdiff_t>(std::min(bytes.size(), other.size()) / 2);
    std::copy(other.begin(), other.begin() + half, bytes.begin());
    EXPECT_FALSE(verify(bytes));
}

TEST(Stamp, ACameraIdMustSurviveUrlAndStamp) {
    EXPECT_TRUE(valid_camera_id("A-z_0.9"));
    EXPECT_FALSE(valid_camera_id(""));
    EXPECT_FALSE(valid_camera_id("a b"));
    EXPECT_FALSE(valid_camera_id("a/b"));
    EXPECT_FALSE(valid_camera_id(std::string(65, 'a')));
}

TEST(Schedule, SequenceFollowsTheWallClock) {
    const Schedule schedule(std::chrono::milliseconds{3000});
    for (const double phase : {0.0, 0.3, 0.99}) {
        const auto first = schedule.sequence_at(1795513000000, phase);
        const auto born = schedule.born(first, phase);
        EXPECT_LE(born, 1795513000000);
        EXPECT_GT(born, 1795513000000 - 3000);
        EXPECT_EQ(schedule.sequence_at(born, phase), first);
        EXPECT_EQ(schedule.sequence_at(born - 1, phase), first - 1);
        EXPECT_EQ(schedule.sequence_at(born + 3000, phase), first + 1);
    }
}

TEST(Painter, PaintsTheSamePictureForTheSameTime) {
    Painter one(make_scene(5, 3), kWidth, kHeight);
    Painter two(make_scene(5, 3), kWidth, kHeight);
    EXPECT_EQ(one.paint(1795513000000).pixels, two.paint(1795513000000).pixels);
}

TEST(Painter, EveryPictureDiffersFromTheOneBefore) {
    Painter painter(make_scene(5, 3), kWidth, kHeight);
    EXPECT_NE(painter.paint(1795513000000).pixels, painter.paint(1795513003000).pixels);
}

TEST(Painter, ScenesDiffer) {
    Painter one(make_scene(5, 3), kWidth, kHeight);
    Painter two(make_scene(5, 4), kWidth, kHeight);
    EXPECT_NE(one.paint(1795513000000).pixels, two.paint(1795513000000).pixels);
}

}  // namespace
}  // namespace livecam::sim
