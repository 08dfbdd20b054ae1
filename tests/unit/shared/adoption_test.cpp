#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

#include "shared/index_writer.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam {
namespace {

using Adoption = StoreTest;

TEST_F(Adoption, PicturesSurviveARestart) {
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
        ASSERT_TRUE(put_body(writer, "/", "page", "X-A: 1\n"));
    }
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t epoch = r.index().epoch();
    StoreWriter writer = open();
    EXPECT_EQ(writer.epoch(), epoch);
    EXPECT_EQ(read(r, "/image/a"), "one");
    EXPECT_EQ(read(r, "/"), "page");
    EXPECT_EQ(writer.summary().live_frames, 3u);
}

TEST_F(Adoption, OrphansAreSwept) {
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    }
    std::ofstream(options.path + "/frames/00000000000000ff") << "orphan";
    StoreWriter writer = open();
    EXPECT_EQ(named_frames(), 1u);
    EXPECT_NE(writer.opening().find("swept 1"), std::string::npos) << writer.opening();
    ASSERT_TRUE(put_picture(writer, "/image/a", "two"));
    EXPECT_GT(writer.descriptor(0).frames[0].serial, 0xFFu) << "a serial was used twice";
}

TEST_F(Adoption, SerialsOfALostIndexAreNotUsedAgain) {
    std::uint64_t serial = 0;
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
        serial = writer.descriptor(0).frames[0].serial;
        writer.remove(0);
    }
    std::filesystem::remove(options.path + "/index");
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/b", "two"));
    EXPECT_GT(writer.descriptor(0).frames[0].serial, serial);
}

TEST_F(Adoption, MissingNewestFrameFallsBackToTheKeptOne) {
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
        ASSERT_TRUE(put_picture(writer, "/image/a", "two"));
        std::filesystem::remove(options.path + "/frames/" +
                                frame_name(writer.descriptor(0).frames[0].serial).data());
    }
    StoreWriter writer = open();
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "one");
    EXPECT_EQ(writer.descriptor(0).frame_count, 1);
}

TEST_F(Adoption, ChangeOfAKilledWriterIsToldLater) {
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    }
    {
        const Fd directory{::open(options.path.c_str(), O_RDONLY | O_DIRECTORY)};
        IndexWriter index;
        ASSERT_EQ(IndexWriter::open(directory.get(), "index", index), AttachError::kNone);
        Descriptor descriptor;
        ASSERT_TRUE(index.view().read(0, descriptor));
        descriptor.generation = index.view().generation() + 1;
        index.write(0, descriptor);  // killed before announce()
    }
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t before = r.index().generation();
    StoreWriter writer = open();
    EXPECT_EQ(r.index().generation(), before + 1);
    std::vector<std::uint32_t> told;
    EXPECT_TRUE(r.index().changes(before, before + 1, [&](std::uint32_t e) { told.push_back(e); }));
    EXPECT_EQ(told, std::vector<std::uint32_t>{0});
}

/// What a writer leaves that is killed after the latch of remove() and before announce().
void remove_without_telling(const std::string& path) {
    const Fd directory{::open(path.c_str(), O_RDONLY | O_DIRECTORY)};
    IndexWriter index;
    ASSERT_EQ(IndexWriter::open(directory.get(), "index", index), AttachError::kNone);
    Descriptor nothing;
    nothing.generation = index.view().generation() + 1;
    index.write(0, nothing);
}

TEST_F(Adoption, RemovalByAKilledWriterIsToldLater) {
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    }
    remove_without_telling(options.path);
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t before = r.index().generation();
    StoreWriter writer = open();
    EXPECT_EQ(r.index().generation(), before + 1);
    std::vector<std::uint32_t> told;
    EXPECT_TRUE(r.index().changes(before, before + 1, [&](std::uint32_t e) { told.push_back(e); }));
    EXPECT_EQ(told, std::vector<std::uint32_t>{0});
    EXPECT_EQ(named_frames(), 0u);
    EXPECT_EQ(writer.summary().live_frames, 0u);
}

TEST_F(Adoption, RemovalByAKilledWriterIsToldInTheReplacedIndexToo) {
    options.entries = 4;
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    }
    remove_without_telling(options.path);
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t before = r.index().generation();
    options.entries = 1000;
    StoreWriter writer = open();
    ASSERT_TRUE(r.refresh(2));
    EXPECT_EQ(r.index().generation(), before + 1);
}

TEST_F(Adoption, RemovalThatWasToldIsNotToldAgain) {
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
        writer.remove(0);
    }
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t before = r.index().generation();
    StoreWriter writer = open();
    EXPECT_EQ(r.index().generation(), before);
}

TEST_F(Adoption, DamagedIndexIsReplacedAndTheStoreWorks) {
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    }
    {
        std::fstream index(options.path + "/index", std::ios::in | std::ios::out);
        index.seekp(70);
        index.put('\x7F');
    }
    StoreWriter writer = open();
    EXPECT_NE(writer.opening().find("damaged"), std::string::npos) << writer.opening();
    EXPECT_EQ(named_frames(), 0u);
    ASSERT_TRUE(put_picture(writer, "/image/a", "two"));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "two");
}

TEST_F(Adoption, IndexOldThatStillIsTheIndexIsNotRetired) {
    { StoreWriter writer = open(); }
    std::filesystem::create_hard_link(options.path + "/index", options.path + "/index.old");
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    StoreWriter writer = open();
    EXPECT_FALSE(r.index().retired());
    EXPECT_FALSE(std::filesystem::exists(options.path + "/index.old"));
}

TEST_F(Adoption, IndexOldOfAKilledReplacementIsRetired) {
    { StoreWriter writer = open(); }
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    std::filesystem::rename(options.path + "/index", options.path + "/index.old");
    StoreWriter writer = open();
    EXPECT_TRUE(r.index().retired());
    EXPECT_FALSE(std::filesystem::exists(options.path + "/index.old"));
}

TEST_F(Adoption, DemandNewOfAKilledReplacementIsRemoved) {
    open();
    std::ofstream(options.path + "/demand.new") << "half";
    open();
    EXPECT_FALSE(std::filesystem::exists(options.path + "/demand.new"));
}

TEST_F(Adoption, AnIndexOfAnotherLayoutIsReplacedUpAndDown) {
    // Around the length that fits into a head, and far above it.
    const std::string keys[] = {"/image/a", std::string(29, 'b'), std::string(30, 'c'),
                                std::string(31, 'd'), std::string(4096, 'e')};
    std::vector<std::uint32_t> entries;
    std::uint64_t epoch = 0;
    for (const std::uint32_t minor : {1u, 0u, 0u, 1u}) {
        SCOPED_TRACE(minor);
        options.layout_minor = minor;
        StoreReader before = reader();
        const bool first = entries.empty();
        EXPECT_EQ(before.refresh(1), !first);
        const bool same = !first && before.index().minor() == minor;
        StoreWriter writer = open();
        EXPECT_EQ(writer.epoch() == epoch, same) << "replaced only if the layout is another";
        EXPECT_EQ(before.index().retired(), !same);
        epoch = writer.epoch();
        if (first) {
            for (const std::string& key : keys) {
                ASSERT_TRUE(put_picture(writer, key, key));
                entries.push_back(*writer.find(key));
            }
        }
        StoreReader r = reader();
        ASSERT_TRUE(r.refresh(1));
        EXPECT_EQ(r.index().minor(), minor);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            EXPECT_EQ(r.index().find(keys[i]), entries[i]);
            EXPECT_EQ(read(r, keys[i]), keys[i]);
            EXPECT_FALSE(r.index().find(keys[i] + "x"));
            EXPECT_FALSE(r.index().find(keys[i].substr(1)));
        }
    }
}

TEST_F(Adoption, MoreRoomIsMadeByReplacingTheIndex) {
    options.entries = 4;
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    }
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    options.entries = 1000;
    StoreWriter writer = open();
    EXPECT_GE(writer.entry_capacity(), 1000u);
    EXPECT_TRUE(r.index().retired());
    ASSERT_TRUE(r.refresh(2));
    EXPECT_FALSE(r.index().retired());
    EXPECT_EQ(read(r, "/image/a"), "one");
}

}  // namespace
}  // namespace livecam
