#include <gtest/gtest.h>

#include "tests/unit/picture/samples.h"

namespace livecam::test {
namespace {

constexpr auto kType = PictureType::kAvif;
constexpr const char* kCut = "AVIF: cut off before the end of its data";

Body box(const Body& type, const Body& content) {
    return be32(static_cast<std::uint32_t>(content.size() + 8)) + type + content;
}

Body full_box(const Body& type, const Body& content) {
    return box(type, be32(0) + content);
}

Body file_type(const Body& major = "avif", const Body& compatible = "mif1") {
    return box("ftyp", major + be32(0) + compatible);
}

struct Parts {
    Body pitm = full_box("pitm", be16(1));
    Body iloc = {};
    Body ispe = full_box("ispe", be32(7) + be32(5));
    Body ipma = full_box("ipma", be32(1) + be16(1) + "\x01\x81");
};

/// One item with one extent; 4-byte offset and length, no base.
Body location(std::uint32_t offset, std::uint32_t length, std::uint32_t item = 1) {
    return full_box("iloc", Body("\x44\0", 2) + be16(1) + be16(item) + be16(0) + be16(1) +
                                be32(offset) + be32(length));
}

Body meta(const Parts& parts) {
    return full_box("meta",
                    parts.pitm + parts.iloc + box("iprp", box("ipco", parts.ispe) + parts.ipma));
}

/// A file whose single item lies in the mdat behind meta, found by a first pass for the offset.
Body make_avif(Parts parts = {}) {
    parts.iloc = location(0, 0);
    const std::size_t offset = (file_type() + meta(parts)).size() + 8;
    parts.iloc = location(static_cast<std::uint32_t>(offset), 6);
    return file_type() + meta(parts) + box("mdat", "pixels");
}

TEST(Avif, AcceptsOtherPeoplesFilesAndTrimsWhatFollows) {
    for (const char* name : {"still.avif", "alpha.avif", "sequence.avif"}) {
        const Body avif = load(name);
        EXPECT_EQ(inspect(avif), complete(kType, 24, 18, avif.size())) << name;
        EXPECT_EQ(inspect(avif + Body(33, '\0')), complete(kType, 24, 18, avif.size())) << name;
    }
}

TEST(Avif, EndsWithTheBoxThatHoldsTheLastByte) {
    const Body avif = make_avif();
    EXPECT_EQ(inspect(avif), complete(kType, 7, 5, avif.size()));
    EXPECT_EQ(inspect(avif + box("free", "xyz")), complete(kType, 7, 5, avif.size()));
    EXPECT_EQ(inspect(avif.substr(0, avif.size() - 14)), invalid(kType, kCut));
}

TEST(Avif, ALastBoxWithoutASizeEndsWhereTheItemEnds) {
    Body avif = make_avif();
    avif.replace(avif.size() - 14, 4, be32(0));
    EXPECT_EQ(inspect(avif + "padding"), complete(kType, 7, 5, avif.size()));
    avif.pop_back();
    EXPECT_EQ(inspect(avif), invalid(kType, kCut));
}

TEST(Avif, AcceptsDataBeforeItsDescription) {
    Parts parts;
    parts.iloc = location(static_cast<std::uint32_t>(file_type().size() + 8), 6);
    const Body avif = file_type() + box("mdat", "pixels") + meta(parts);
    EXPECT_EQ(inspect(avif), complete(kType, 7, 5, avif.size()));
    EXPECT_EQ(inspect(avif + meta(parts)), complete(kType, 7, 5, avif.size()));
}

TEST(Avif, AcceptsA64BitBoxSize) {
    Body avif = make_avif();
    const std::size_t mdat = avif.size() - 14;
    Body wide = avif.substr(0, mdat) + be32(1) + "mdat" + be32(0) + be32(30) + "12345678pixels";
    EXPECT_EQ(inspect(wide), complete(kType, 7, 5, wide.size()));
    wide.replace(mdat + 8, 8, be32(0) + be32(15));  // smaller than its own header
    EXPECT_EQ(inspect(wide), invalid(kType, kCut));
    wide.replace(mdat + 8, 8, Body(8, '\xFF'));
    EXPECT_EQ(inspect(wide), invalid(kType, kCut));
}

TEST(Avif, ASequenceReachesItsMovieBox) {
    const Body still = make_avif();
    Body sequence = still;
    sequence.replace(8, 4, "avis");
    EXPECT_EQ(inspect(sequence), invalid(kType, kCut));
    sequence += box("moov", "x");
    EXPECT_EQ(inspect(sequence), complete(kType, 7, 5, sequence.size()));
}

TEST(Avif, KnowsOtherFilesOfTheFamilyAreNotAvif) {
    for (const char* brand : {"heic", "isom", "qt  "}) {
        Body file = make_avif();
        file.replace(8, 4, brand);
        EXPECT_EQ(inspect(file).reason, Reason::kWrongType) << brand;
    }
    EXPECT_EQ(inspect(file_type("mif1", "miafavif")), invalid(kType, "AVIF: no meta box"));
}

TEST(Avif, RefusesItemsWhoseBytesAreNowhere) {
    const auto with = [](const Body& iloc) {
        Parts parts;
        parts.iloc = iloc;
        return inspect(file_type() + meta(parts) + box("mdat", "pixels"));
    };
    EXPECT_EQ(with(location(20, 0)), invalid(kType, "AVIF: an item's bytes are nowhere"));
    EXPECT_EQ(with(location(5000, 6)), invalid(kType, kCut));
    EXPECT_EQ(with(location(20, 6, 2)), invalid(kType, "AVIF: the primary item has no bytes"));
    EXPECT_EQ(with(""), invalid(kType, "AVIF: broken item locations"));
    const Body huge = Body(8, '\xFF');
    EXPECT_EQ(with(full_box(
                  "iloc", Body("\x88\0", 2) + be16(1) + be16(1) + be16(0) + be16(1) + huge + huge)),
              invalid(kType, "AVIF: an item's bytes are nowhere"));
    // 65535 extents of no bytes each, which would cost time without costing input.
    EXPECT_EQ(with(full_box("iloc", Body("\0\0", 2) + be16(1) + be16(1) + be16(0) + be16(65535))),
              invalid(kType, "AVIF: broken item locations"));
}

TEST(Avif, WantsDimensionsOfThePrimaryItem) {
    const auto fault = invalid(kType, "AVIF: the picture has no dimensions");
    EXPECT_EQ(inspect(make_avif({.ispe = ""})), fault);
    EXPECT_EQ(inspect(make_avif({.ispe = full_box("ispe", be32(0) + be32(5))})), fault);
    EXPECT_EQ(inspect(make_avif({.ipma = full_box("ipma", be32(0))})), fault);
    EXPECT_EQ(inspect(make_avif({.ipma = full_box("ipma", be32(1) + be16(2) + "\x01\x81")})),
              fault);
    EXPECT_EQ(inspect(make_avif({.ipma = full_box("ipma", be32(9))})),
              invalid(kType, "AVIF: broken item properties"));
    EXPECT_EQ(inspect(make_avif({.pitm = ""})), invalid(kType, "AVIF: no primary item"));
}

}  // namespace
}  // namespace livecam::test
