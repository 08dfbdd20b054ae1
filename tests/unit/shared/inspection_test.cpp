// A writer whose files are damaged under it sets them right, and readers come back by themselves.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <functional>

#include "shared/demand.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam {
namespace {

using testing::UnorderedElementsAre;

class InspectionTest : public StoreTest {
  protected:
    InspectionTest() {
        options.entries = 8;
        options.key_bytes = 256;
    }

    /// Three entries, numbers 0 to 2.
    StoreWriter filled() {
        StoreWriter writer = open();
        EXPECT_TRUE(put_picture(writer, "/image/a", "one"));
        EXPECT_TRUE(put_picture(writer, "/image/b", "two"));
        EXPECT_TRUE(put_body(writer, "/", "page", "A: b\n"));
        return writer;
    }

    static std::string mended(StoreWriter& writer) {
        const auto found = writer.inspect();
        EXPECT_TRUE(found) << (found ? "" : found.error().message);
        return found ? found->mended : "";
    }

    static std::vector<std::uint32_t> lost(StoreWriter& writer) {
        const auto found = writer.inspect();
        EXPECT_TRUE(found) << (found ? "" : found.error().message);
        return found ? found->lost : std::vector<std::uint32_t>{};
    }

    std::string name(const std::string& file) const { return options.path + "/" + file; }

    void overwrite(const std::string& file, off_t at, std::size_t bytes, char with) const {
        const Fd fd{::open(name(file).c_str(), O_WRONLY | O_NONBLOCK)};
        const std::string content(bytes, with);
        EXPECT_EQ(::pwrite(fd.get(), content.data(), bytes, at), static_cast<ssize_t>(bytes));
    }

    void replace(const std::string& file, const std::function<void(const char*)>& make) const {
        std::filesystem::remove_all(name(file));
        make(name(file).c_str());
    }
};

TEST_F(InspectionTest, AnUntouchedStoreIsLeftAlone) {
    StoreWriter writer = filled();
    const std::uint64_t epoch = writer.epoch();
    EXPECT_EQ(mended(writer), "");
    writer.remove(*writer.find("/image/b"));
    ASSERT_TRUE(writer.ensure("/made/and/not/used"));
    Descriptor next = writer.descriptor(0);
    next.reason = Reason::kTimeout;
    writer.publish_check(0, next);
    writer.count(1, 2, 3, 4);
    writer.beat();
    EXPECT_EQ(mended(writer), "");
    EXPECT_EQ(lost(writer), std::vector<std::uint32_t>{});
    EXPECT_EQ(writer.epoch(), epoch);
    for (int i = 0; i < 40; ++i) {  // the index grows
        ASSERT_TRUE(put_picture(writer, "/image/camera-" + std::to_string(i), "x"));
        EXPECT_EQ(mended(writer), "");
    }
    writer = StoreWriter(std::move(writer));
    EXPECT_EQ(mended(writer), "");
}

TEST_F(InspectionTest, AnAdoptedStoreIsLeftAlone) {
    { StoreWriter writer = filled(); }
    StoreWriter writer = open();
    ASSERT_EQ(writer.entry_count(), 3u);
    EXPECT_EQ(mended(writer), "");
    EXPECT_EQ(lost(writer), std::vector<std::uint32_t>{});
}

struct Damage {
    const char* name;
    std::function<void(const std::string& index)> act;
};

void write_at(const std::string& path, off_t at, const std::string& bytes) {
    const Fd fd{::open(path.c_str(), O_WRONLY | O_NONBLOCK)};
    EXPECT_EQ(::pwrite(fd.get(), bytes.data(), bytes.size(), at),
              static_cast<ssize_t>(bytes.size()));
}

constexpr off_t kBuckets = sizeof(layout::Header);
constexpr off_t kHeads = kBuckets + 16 * 8;
constexpr off_t kEntries = kHeads + 8 * 32;
constexpr off_t kKeys = kEntries + 8 * 832 + 4096 * 8;

const std::vector<Damage>& damages() {
    static const std::vector<Damage> all = {
        {"truncated to nothing", [](const auto& p) { EXPECT_EQ(::truncate(p.c_str(), 0), 0); }},
        {"truncated to a page", [](const auto& p) { EXPECT_EQ(::truncate(p.c_str(), 4096), 0); }},
        {"truncated and grown",
         [](const auto& p) {
             const auto length = static_cast<off_t>(std::filesystem::file_size(p));
             EXPECT_EQ(::truncate(p.c_str(), 0), 0);
             EXPECT_EQ(::truncate(p.c_str(), length), 0);
         }},
        {"longer", [](const auto& p) { EXPECT_EQ(::truncate(p.c_str(), 1 << 20), 0); }},
        {"garbage all over",
         [](const auto& p) { write_at(p, 0, std::string(std::filesystem::file_size(p), '\xA5')); }},
        {"preamble", [](const auto& p) { write_at(p, 8, "\x07"); }},
        {"retired", [](const auto& p) { write_at(p, 32, "\x01"); }},
        {"geometry", [](const auto& p) { write_at(p, 64, "\x07"); }},
        {"generation", [](const auto& p) { write_at(p, 256, "\x70"); }},
        {"serial", [](const auto& p) { write_at(p, 264, "\x01"); }},
        {"entry count", [](const auto& p) { write_at(p, 272, std::string(8, '\0')); }},
        {"buckets", [](const auto& p) { write_at(p, kBuckets, std::string(128, '\0')); }},
        {"a key's head", [](const auto& p) { write_at(p, kHeads + 3, "I"); }},
        {"a key's place", [](const auto& p) { write_at(p, kEntries, "\x07"); }},
        {"a frame's serial",
         [](const auto& p) {
             write_at(p, kEntries + 64 + 24 * 8, "\x01");
             write_at(p, kEntries + 448 + 24 * 8, "\x01");
         }},
        {"a key", [](const auto& p) { write_at(p, kKeys + 1, "I"); }},
        {"mode", [](const auto& p) { EXPECT_EQ(::chmod(p.c_str(), 0600), 0); }},
        {"deleted", [](const auto& p) { std::filesystem::remove(p); }},
        {"a FIFO",
         [](const auto& p) {
             std::filesystem::remove(p);
             EXPECT_EQ(::mkfifo(p.c_str(), 0640), 0);
         }},
        {"a symlink",
         [](const auto& p) {
             std::filesystem::remove(p);
             std::filesystem::create_symlink("/etc/passwd", p);
         }},
        {"a directory",
         [](const auto& p) {
             std::filesystem::remove(p);
             std::filesystem::create_directory(p);
         }},
        {"another file",
         [](const auto& p) {
             std::filesystem::copy(p, p + ".copy");
             std::filesystem::rename(p + ".copy", p);
         }},
    };
    return all;
}

TEST_F(InspectionTest, DamagedIndexIsReplacedFromMemoryAndReadersComeBack) {
    StoreWriter writer = filled();
    StoreReader r = reader();
    std::int64_t now = 1;
    ASSERT_TRUE(r.refresh(now));
    for (const Damage& damage : damages()) {
        SCOPED_TRACE(damage.name);
        const std::uint64_t epoch = writer.epoch();
        const std::uint64_t generation = r.index().generation();
        damage.act(name("index"));
        EXPECT_EQ(mended(writer), "the index was not what was written");
        EXPECT_NE(writer.epoch(), epoch);
        now += kIdentityCheckMs;
        ASSERT_TRUE(r.refresh(now));
        EXPECT_EQ(r.error(), AttachError::kNone);
        EXPECT_EQ(r.index().epoch(), writer.epoch());
        EXPECT_EQ(read(r, "/image/a"), "one");
        EXPECT_EQ(read(r, "/image/b"), "two");
        EXPECT_EQ(read(r, "/"), "page");
        if (std::string_view(damage.name) == "mode") {
            EXPECT_EQ(r.index().generation(), generation) << "it goes on";
        }
        EXPECT_TRUE(DemandFile::open(r.directory(), r.index().epoch()));
        EXPECT_EQ(mended(writer), "") << "once is enough";
    }
    ASSERT_TRUE(put_picture(writer, "/image/a", "three"));
    EXPECT_EQ(read(r, "/image/a"), "three");
    EXPECT_EQ(read(r, "/image/a", 1), "one");
}

TEST_F(InspectionTest, NewPathsAreMadeInADamagedIndexWithoutHarm) {
    int number = 0;
    for (const Damage& damage : damages()) {
        if (std::string_view(damage.name) == "a directory") {
            continue;  // replaced at the next inspection; nothing to add to until then
        }
        SCOPED_TRACE(damage.name);
        StoreWriter writer = filled();
        damage.act(name("index"));
        if (std::filesystem::is_regular_file(name("index"))) {
            overwrite("index", 280, 8, '\x7F');
        }
        const std::string key = "/image/new-" + std::to_string(number++);
        EXPECT_TRUE(put_picture(writer, key, "new"));
        EXPECT_TRUE(writer.inspect());
        StoreReader r = reader();
        ASSERT_TRUE(r.refresh(1));
        EXPECT_EQ(read(r, key), "new");
        EXPECT_EQ(read(r, "/image/a"), "one");
    }
}

TEST_F(InspectionTest, BucketsWithoutAnEmptyOneEndTheSearch) {
    StoreWriter writer = filled();
    overwrite("index", kBuckets, 128, '\x11');
    ASSERT_TRUE(put_picture(writer, "/image/new", "new"));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/new"), "new");
}

TEST_F(InspectionTest, DamagedDemandIsMadeAnewAndTheOldOneGivesItsMemoryBack) {
    StoreWriter writer = filled();
    const auto size = std::filesystem::file_size(name("demand"));
    const std::vector<std::function<void(const char*)>> acts = {
        [](const char* p) { EXPECT_EQ(::truncate(p, 0), 0); },
        [](const char* p) { EXPECT_EQ(::truncate(p, 100 << 20), 0); },
        [](const char* p) { write_at(p, 0, "garbage"); },
        [](const char* p) { EXPECT_EQ(::chmod(p, 0600), 0); },
        [&](const char*) { replace("demand", [](const char* p) { ::mkfifo(p, 0660); }); },
        [&](const char*) { replace("demand", [](const char* p) { ::mkdir(p, 0770); }); },
        [&](const char*) {
            replace("demand", [](const char* p) { ASSERT_EQ(::symlink("index", p), 0); });
        },
        [&](const char*) { replace("demand", [](const char*) {}); },
    };
    for (std::size_t i = 0; i < acts.size(); ++i) {
        SCOPED_TRACE(i);
        const DemandFile held = DemandFile::open(writer.directory(), writer.epoch());
        ASSERT_TRUE(held.named());
        const Fd file{::open(name("demand").c_str(), O_RDWR)};
        acts[i](name("demand").c_str());
        EXPECT_EQ(mended(writer), "demand was not what was made");
        EXPECT_FALSE(held.named()) << "how a worker learns of it";
        EXPECT_TRUE(DemandFile::open(writer.directory(), writer.epoch()));
        EXPECT_EQ(std::filesystem::file_size(name("demand")), size);
        if (i < 3) {
            struct stat old;
            ASSERT_EQ(::fstat(file.get(), &old), 0);
            EXPECT_EQ(old.st_size, 0);
        }
        EXPECT_EQ(mended(writer), "");
    }
}

TEST_F(InspectionTest, LostFramesAreNamedUntilTheyArePublishedAgain) {
    StoreWriter writer = filled();
    const auto frame = [&](std::uint32_t entry) {
        return name("frames/") + frame_name(writer.descriptor(entry).frames[0].serial).data();
    };
    ASSERT_EQ(::truncate(frame(0).c_str(), 1), 0);
    replace(std::string("frames/") + frame_name(writer.descriptor(1).frames[0].serial).data(),
            [](const char* p) { ASSERT_EQ(::mkdir(p, 0750), 0); });
    std::filesystem::remove(name("frames/") +
                            frame_name(writer.descriptor(2).headers_serial).data());
    EXPECT_THAT(lost(writer), UnorderedElementsAre(0, 1, 2));
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    ASSERT_TRUE(put_picture(writer, "/image/b", "two"));
    ASSERT_TRUE(put_body(writer, "/", "page", "A: b\n"));
    EXPECT_EQ(lost(writer), std::vector<std::uint32_t>{});
    EXPECT_EQ(writer.descriptor(0).frame_count, 1) << "the damaged one is not kept";
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "one");
    EXPECT_EQ(read(r, "/"), "page");
    EXPECT_EQ(named_frames(), 4u) << "the directory in a frame's place went, too";
}

TEST_F(InspectionTest, FramesDirectoryIsMadeAnew) {
    StoreWriter writer = filled();
    const std::vector<std::function<void(const char*)>> acts = {
        [](const char*) {},
        [](const char* p) { EXPECT_EQ(::mkfifo(p, 0640), 0); },
        [](const char* p) { EXPECT_EQ(::symlink("/tmp", p), 0); },
        [](const char* p) { EXPECT_EQ(::mkdir(p, 0700), 0); },
    };
    const int number = writer.frames_directory();
    StoreReader r = reader();
    std::int64_t now = 1;
    ASSERT_TRUE(r.refresh(now));
    for (std::size_t i = 0; i < acts.size(); ++i) {
        SCOPED_TRACE(i);
        replace("frames", acts[i]);
        const auto found = writer.inspect();
        ASSERT_TRUE(found) << found.error().message;
        EXPECT_EQ(found->mended, "frames/ was replaced");
        EXPECT_THAT(found->lost, UnorderedElementsAre(0, 1, 2));
        EXPECT_EQ(writer.frames_directory(), number) << "other threads know it by number";
        EXPECT_TRUE(put_picture(writer, "/image/a", "one"));
        EXPECT_TRUE(put_picture(writer, "/image/b", "two"));
        EXPECT_TRUE(put_body(writer, "/", "page", "A: b\n"));
        EXPECT_EQ(mended(writer), "");
        EXPECT_EQ(lost(writer), std::vector<std::uint32_t>{});
        ASSERT_TRUE(r.refresh(++now)) << "told at once";
        EXPECT_EQ(read(r, "/image/a"), "one");
    }
    ASSERT_EQ(::chmod(name("frames").c_str(), 0500), 0);
    EXPECT_EQ(mended(writer), "frames/ had another mode");
    EXPECT_EQ(mended(writer), "");
}

TEST_F(InspectionTest, DirectoryIsMadeAnewAndReadersFollow) {
    StoreWriter writer = filled();
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    std::filesystem::remove_all(options.path);
    EXPECT_FALSE(put_picture(writer, "/image/a", "nowhere"));
    const auto found = writer.inspect();
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->mended, "the directory was replaced, the index was not what was written");
    EXPECT_THAT(found->lost, UnorderedElementsAre(0, 1, 2));
    EXPECT_TRUE(put_picture(writer, "/image/a", "three"));
    ASSERT_TRUE(r.refresh(5000));
    EXPECT_EQ(read(r, "/image/a"), "three");
    EXPECT_FALSE(StoreWriter::open(options)) << "the new one is locked as well";
    EXPECT_EQ(mended(writer), "");
}

TEST_F(InspectionTest, DirectoryThatCannotBeOursIsAnErrorUntilItCan) {
    StoreWriter writer = filled();
    std::filesystem::remove_all(options.path);
    ASSERT_EQ(::mkdir(options.path.c_str(), 0777), 0);
    ASSERT_EQ(::chmod(options.path.c_str(), 0777), 0);
    const auto refused = writer.inspect();
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("can be written by others"));
    ASSERT_EQ(::chmod(options.path.c_str(), 0750), 0);
    EXPECT_NE(mended(writer), "");
    EXPECT_TRUE(put_picture(writer, "/image/a", "three"));
}

TEST_F(InspectionTest, LockIsTakenAgainUnlessAnotherWriterWasFaster) {
    StoreWriter writer = filled();
    std::filesystem::remove(name("lock"));
    EXPECT_EQ(mended(writer), "lock was removed");
    EXPECT_FALSE(StoreWriter::open(options));
    replace("lock", [](const char* p) { ASSERT_EQ(::mkdir(p, 0700), 0); });
    EXPECT_EQ(mended(writer), "lock was removed");
    EXPECT_FALSE(writer.superseded());

    std::filesystem::remove(name("lock"));
    StoreWriter other = open();
    const auto found = writer.inspect();
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().message, testing::HasSubstr("is held by another writer"));
    EXPECT_TRUE(writer.superseded());
}

}  // namespace
}  // namespace livecam
