// Nothing in the index is trusted: any byte of it may be wrong.
#include <fcntl.h>
#include <sys/stat.h>

#include <atomic>
#include <cstddef>
#include <random>
#include <thread>
#include <vector>

#include "shared/hash.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam {
namespace {

using HostileIndex = StoreTest;

void use(const StoreReader& r) {
    for (const char* key : {"/", "/image/a", "/image/b", "/nowhere"}) {
        if (const auto entry = r.index().find(key)) {
            Descriptor d;
            if (r.index().read(*entry, d) && d.frame_count > 0) {
                open_frame(r.frames(), d.frames[0].serial, d.frames[0].length);
            }
        }
    }
    for (std::uint32_t entry = 0; entry < r.index().entry_count(); ++entry) {
        r.index().key(entry);
    }
    Summary summary;
    r.index().summary(summary);
    r.index().sidecar_alive(1);
    r.index().changes(0, r.index().generation(), [](std::uint32_t) {});
}

TEST_F(HostileIndex, EveryByteOfTheHeaderAndManyOthersMayChange) {
    options.entries = 8;
    options.key_bytes = 256;
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
        ASSERT_TRUE(put_picture(writer, "/image/b", "two"));
        ASSERT_TRUE(put_body(writer, "/", "page"));
    }
    const Fd fd{::open((options.path + "/index").c_str(), O_RDWR)};
    struct stat status;
    ASSERT_EQ(::fstat(fd.get(), &status), 0);
    std::mt19937 random{7};
    std::vector<off_t> offsets;
    for (off_t at = 0; at < 1024; ++at) {
        offsets.push_back(at);
    }
    for (int i = 0; i < 4000; ++i) {
        offsets.push_back(static_cast<off_t>(random() % static_cast<unsigned>(status.st_size)));
    }
    for (const off_t at : offsets) {
        unsigned char old = 0;
        ASSERT_EQ(::pread(fd.get(), &old, 1, at), 1);
        StoreReader attached = reader();
        attached.refresh(1);
        for (const unsigned char value :
             {static_cast<unsigned char>(~old), static_cast<unsigned char>(old + 1),
              static_cast<unsigned char>(0xFF)}) {
            ASSERT_EQ(::pwrite(fd.get(), &value, 1, at), 1);
            use(attached);  // it changed under a reader
            StoreReader fresh = reader();
            if (fresh.refresh(1)) {
                use(fresh);
            }
        }
        ASSERT_EQ(::pwrite(fd.get(), &old, 1, at), 1);
    }
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "one");
}

/// Where a frame is that the index leads to: in frames/, under 16 hex digits, or nowhere.
void open_where_it_leads(const StoreReader& r, const std::string& frames, const char* key) {
    Descriptor d;
    const auto entry = r.index().find(key);
    if (!entry || !r.index().read(*entry, d)) {
        return;
    }
    for (std::size_t i = 0; i < d.frame_count; ++i) {
        const Fd fd = open_frame(r.frames(), d.frames[i].serial, d.frames[i].length);
        if (!fd) {
            continue;
        }
        const std::string self = "/proc/self/fd/" + std::to_string(fd.get());
        EXPECT_EQ(std::filesystem::read_symlink(self),
                  frames + frame_name(d.frames[i].serial).data());
    }
}

TEST_F(HostileIndex, EachByteMayChangeWhileItIsRead) {
    options.entries = 4;
    options.key_bytes = 64;
    {
        StoreWriter writer = open();
        ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
        ASSERT_TRUE(put_picture(writer, "/image/b", "two"));
    }
    const std::string frames = options.path + "/frames/";
    std::atomic<bool> ended{false};
    std::atomic<std::uint64_t> rounds{0};
    std::thread reading([&] {
        StoreReader kept = reader();
        for (std::int64_t now = 1; !ended; now += kIdentityCheckMs) {
            StoreReader fresh = reader();
            for (StoreReader* r : {&kept, &fresh}) {
                r->refresh(now);
                use(*r);
                open_where_it_leads(*r, frames, "/image/a");
            }
            ++rounds;
        }
    });
    const Fd fd{::open((options.path + "/index").c_str(), O_RDWR)};
    layout::Geometry g;
    ASSERT_EQ(::pread(fd.get(), &g, sizeof g, 64), static_cast<ssize_t>(sizeof g));
    std::vector<std::pair<std::uint64_t, std::uint64_t>> parts = {
        {0, g.entry_offset + 2 * sizeof(layout::Entry)},  // header, buckets, two entries
        {g.ring_offset, g.ring_offset + 64},
        {g.key_offset, g.key_offset + g.key_capacity}};
    for (const auto& [begin, end] : parts) {
        for (std::uint64_t at = begin; at < end; ++at) {
            unsigned char old = 0;
            ASSERT_EQ(::pread(fd.get(), &old, 1, static_cast<off_t>(at)), 1);
            for (const int value : {old ^ 0xFF, old + 1, old ^ 0x80, 0x00, 0xFF, int{old}}) {
                const auto byte = static_cast<unsigned char>(value);
                ASSERT_EQ(::pwrite(fd.get(), &byte, 1, static_cast<off_t>(at)), 1);
            }
            if (const std::uint64_t seen = rounds; at % 16 == 0) {
                while (rounds < seen + 1) {  // every place is read while it changes
                    std::this_thread::yield();
                }
            }
        }
    }
    ended = true;
    reading.join();
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "one");
}

TEST_F(HostileIndex, AGarbledIndexIsBrokenAndNotAnEmptyOne) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_FALSE(r.index().broken());
    const std::uint64_t epoch = r.index().epoch();
    const Fd fd{::open((options.path + "/index").c_str(), O_RDWR)};
    for (const off_t at : {0, 16, 24}) {  // magic, length, epoch
        SCOPED_TRACE(at);
        unsigned char old = 0;
        ASSERT_EQ(::pread(fd.get(), &old, 1, at), 1);
        const auto other = static_cast<unsigned char>(~old);
        ASSERT_EQ(::pwrite(fd.get(), &other, 1, at), 1);
        EXPECT_TRUE(r.index().broken());
        EXPECT_TRUE(r.index().retired()) << "looks for a better one";
        EXPECT_EQ(r.index().epoch(), epoch) << "as it was mapped";
        ASSERT_EQ(::pwrite(fd.get(), &old, 1, at), 1);
        EXPECT_FALSE(r.index().broken());
    }
    // What is wrong further on is found once a second.
    ASSERT_EQ(::pwrite(fd.get(), "x", 1, 64), 1);
    EXPECT_FALSE(r.index().broken());
    EXPECT_FALSE(r.index().intact());
    EXPECT_TRUE(r.refresh(5000)) << "what was checked when it was mapped goes on";
    EXPECT_EQ(r.error(), AttachError::kDamaged);
}

TEST_F(HostileIndex, OneThatIsRetiredUnderItsOwnNameIsNotMappedAgainAtEveryLookup) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    const Fd fd{::open((options.path + "/index").c_str(), O_RDWR)};
    ASSERT_EQ(::pwrite(fd.get(), "\1", 1, 32), 1);
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::string first = read(r, "/image/a");
    std::filesystem::rename(options.path + "/index", options.path + "/away");
    ASSERT_TRUE(r.refresh(50));
    EXPECT_EQ(r.error(), AttachError::kNone) << "not looked for yet";
    ASSERT_TRUE(r.refresh(101));
    EXPECT_EQ(r.error(), AttachError::kMissing);
    EXPECT_EQ(first, "one");
}

TEST_F(HostileIndex, TruncatedIndexIsRetiredNotACrash) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    ASSERT_EQ(::truncate((options.path + "/index").c_str(), 0), 0);
    use(r);
    EXPECT_TRUE(r.index().retired());
    r.refresh(10'000);
    EXPECT_EQ(r.error(), AttachError::kNotAnIndex);
    writer.beat();  // the writer's mapping shrank as well
    EXPECT_TRUE(put_picture(writer, "/image/a", "two")) << "a serial was used twice";
}

TEST_F(HostileIndex, FrameThatIsNotARegularFileIsRefused) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    const std::uint64_t serial = writer.descriptor(0).frames[0].serial;
    const std::string name = options.path + "/frames/" + frame_name(serial).data();
    const auto refused = [&](int error) {
        const bool opened = static_cast<bool>(open_frame(writer.frames_directory(), serial, 3));
        EXPECT_FALSE(opened);
        EXPECT_EQ(errno, error);
        std::filesystem::remove(name);
    };
    std::filesystem::remove(name);
    ASSERT_EQ(::mkfifo(name.c_str(), 0640), 0);
    refused(EINVAL);
    std::filesystem::create_directory(name);
    refused(EINVAL);
    std::filesystem::create_symlink("/etc/hostname", name);
    refused(ELOOP);
}

TEST_F(HostileIndex, EmptyFifoIsNotAnEmptyFrame) {
    StoreWriter writer = open();
    ASSERT_EQ(::mkfifoat(writer.frames_directory(), frame_name(99).data(), 0640), 0);
    EXPECT_FALSE(open_frame(writer.frames_directory(), 99, 0));
    EXPECT_EQ(errno, EINVAL);
}

TEST_F(HostileIndex, ForgedGeometryWithARightChecksumIsRefused) {
    { StoreWriter writer = open(); }
    const Fd fd{::open((options.path + "/index").c_str(), O_RDWR)};
    layout::Geometry good;
    ASSERT_EQ(::pread(fd.get(), &good, sizeof good, 64), static_cast<ssize_t>(sizeof good));
    const auto refused = [&](auto change) {
        layout::Geometry forged = good;
        change(forged);
        forged.checksum = content_hash(
            std::as_bytes(std::span{&forged, 1}).first(offsetof(layout::Geometry, checksum)));
        ASSERT_EQ(::pwrite(fd.get(), &forged, sizeof forged, 64),
                  static_cast<ssize_t>(sizeof forged));
        StoreReader r = reader();
        EXPECT_FALSE(r.refresh(1));
        EXPECT_EQ(r.error(), AttachError::kDamaged);
    };
    refused([](layout::Geometry& g) { g.entry_capacity = 1u << 30; });
    refused([](layout::Geometry& g) { g.entry_offset = ~0ull - 63; });
    refused([](layout::Geometry& g) { g.bucket_count = 3; });
    refused([](layout::Geometry& g) { g.ring_size = 1ull << 62; });
    refused([](layout::Geometry& g) { g.key_capacity = ~0ull; });
    refused([](layout::Geometry& g) { g.key_offset += 8; });
    refused([](layout::Geometry& g) { g.head_offset += 8; });
    refused([](layout::Geometry& g) { g.head_offset = ~0ull - 63; });
}

TEST_F(HostileIndex, KeyThatPointsOutOfTheHeapIsNoKey) {
    options.layout_minor = 0;  // later ones find by the head
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    const Fd fd{::open((options.path + "/index").c_str(), O_RDWR)};
    layout::Geometry geometry;
    ASSERT_EQ(::pread(fd.get(), &geometry, sizeof geometry, 64),
              static_cast<ssize_t>(sizeof geometry));
    const std::uint64_t offset = geometry.key_capacity - 4;
    ASSERT_EQ(::pwrite(fd.get(), &offset, 8, static_cast<off_t>(geometry.entry_offset)), 8);
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(r.index().key(0), "");
    EXPECT_FALSE(r.index().find("/image/a"));
}

TEST_F(HostileIndex, HeadThatSaysAnotherLengthIsAnotherKey) {
    StoreWriter writer = open();
    const std::string key = "/image/" + std::string(100, 'a');
    ASSERT_TRUE(put_picture(writer, key, "one"));
    const Fd fd{::open((options.path + "/index").c_str(), O_RDWR)};
    layout::Geometry geometry;
    ASSERT_EQ(::pread(fd.get(), &geometry, sizeof geometry, 64),
              static_cast<ssize_t>(sizeof geometry));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    ASSERT_TRUE(r.index().find(key));
    for (const unsigned length : {0u, 7u, 29u, 31u, 106u, 108u, 4096u, 65535u}) {
        SCOPED_TRACE(length);
        const auto written = static_cast<std::uint16_t>(length);
        ASSERT_EQ(::pwrite(fd.get(), &written, 2, static_cast<off_t>(geometry.head_offset)), 2);
        EXPECT_FALSE(r.index().find(key));
    }
}

TEST_F(HostileIndex, FrameOfAnotherLengthIsRefused) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    EXPECT_FALSE(open_frame(writer.frames_directory(), writer.descriptor(0).frames[0].serial, 4));
    EXPECT_EQ(errno, EINVAL);
}

}  // namespace
}  // namespace livecam
