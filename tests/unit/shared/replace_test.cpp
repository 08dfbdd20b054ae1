#include "shared/demand.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam {
namespace {

using Replace = StoreTest;

TEST_F(Replace, FullIndexGrowsWithoutLosingAnything) {
    options.entries = 2;
    options.key_bytes = 64;
    StoreWriter writer = open();
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t epoch = r.index().epoch();
    for (int i = 0; i < 300; ++i) {
        const std::string name = "/image/camera-" + std::to_string(i);
        ASSERT_TRUE(put_picture(writer, name, name));
    }
    ASSERT_TRUE(r.refresh(2));
    EXPECT_NE(r.index().epoch(), epoch);
    for (int i = 0; i < 300; ++i) {
        const std::string name = "/image/camera-" + std::to_string(i);
        EXPECT_EQ(read(r, name), name);
        EXPECT_EQ(writer.find(name), static_cast<std::uint32_t>(i)) << "numbers must not move";
    }
    EXPECT_TRUE(DemandFile::open(r.directory(), r.index().epoch()));
    EXPECT_FALSE(std::filesystem::exists(options.path + "/index.old"));
    EXPECT_FALSE(std::filesystem::exists(options.path + "/index.new"));
}

TEST_F(Replace, GenerationGoesOnInTheNewIndex) {
    options.entries = 1;
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t generation = r.index().generation();
    ASSERT_TRUE(put_picture(writer, "/image/b", "two"));
    ASSERT_TRUE(r.refresh(2));
    EXPECT_EQ(r.index().generation(), generation + 1);
}

TEST_F(Replace, StoreDeletedAndMadeAnewIsNoticed) {
    StoreReader r = reader();
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
        ASSERT_TRUE(r.refresh(1));
    }
    const std::uint64_t incarnation = r.incarnation();
    std::filesystem::rename(options.path, base_ + "/away");
    EXPECT_TRUE(r.refresh(2000)) << "the old index is better than none";
    EXPECT_EQ(r.error(), AttachError::kMissing);
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "two"));
    ASSERT_TRUE(r.refresh(4000));
    EXPECT_EQ(read(r, "/image/a"), "two");
    EXPECT_NE(r.incarnation(), incarnation);
}

}  // namespace
}  // namespace livecam
