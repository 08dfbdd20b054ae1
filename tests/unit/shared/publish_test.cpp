#include "tests/unit/shared/store_fixture.h"

namespace livecam {
namespace {

using Publish = StoreTest;

TEST_F(Publish, ReaderSeesTheNewestPictureAndTheKeptOnes) {
    options.keep = 2;
    StoreWriter writer = open();
    for (const char* content : {"one", "two", "three", "four"}) {
        ASSERT_TRUE(put_picture(writer, "/image/a", content));
    }
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a", 0), "four");
    EXPECT_EQ(read(r, "/image/a", 1), "three");
    EXPECT_EQ(read(r, "/image/a", 2), "two");
    EXPECT_EQ(read(r, "/image/a", 3), "");
    EXPECT_EQ(named_frames(), 3u);
}

TEST_F(Publish, KeepZeroHoldsOnePicture) {
    options.keep = 0;
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    ASSERT_TRUE(put_picture(writer, "/image/a", "two"));
    EXPECT_EQ(named_frames(), 1u);
    EXPECT_EQ(writer.summary().live_frames, 1u);
}

TEST_F(Publish, OpenFrameOutlivesItsName) {
    options.keep = 0;
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    const FrameRef old = writer.descriptor(0).frames[0];
    const Fd fd = open_frame(writer.frames_directory(), old.serial, old.length);
    ASSERT_TRUE(put_picture(writer, "/image/a", "two"));
    char content[3];
    ASSERT_EQ(::pread(fd.get(), content, 3, 0), 3);
    EXPECT_EQ(std::string_view(content, 3), "one");
    EXPECT_FALSE(open_frame(writer.frames_directory(), old.serial, old.length));
    EXPECT_EQ(errno, ENOENT);
}

TEST_F(Publish, FullBudgetDropsThePictureAndKeepsTheOldOne) {
    options.max_bytes = 3 * 4096;
    options.keep = 0;
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    const auto refused = put_picture(writer, "/image/a", std::string(3 * 4096, 'x'));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("store.max_bytes 12 KiB"), std::string::npos)
        << refused.error().message;
    EXPECT_EQ(writer.summary().dropped, 1u);
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "one");
    EXPECT_EQ(named_frames(), 1u);
}

TEST_F(Publish, SameBodyAgainIsNoChange) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_body(writer, "/", "hello", "X-A: 1\n"));
    const std::uint64_t serial = writer.descriptor(0).frames[0].serial;
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t generation = r.index().generation();
    ASSERT_TRUE(put_body(writer, "/", "hello", "X-A: 1\n"));
    EXPECT_EQ(writer.descriptor(0).frames[0].serial, serial);
    EXPECT_EQ(r.index().generation(), generation);
    ASSERT_TRUE(put_body(writer, "/", "hello", "X-A: 2\n"));
    EXPECT_EQ(r.index().generation(), generation + 1);
}

TEST_F(Publish, EqualHeadersShareOneFrame) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_body(writer, "/a", "a", "X-A: 1\n"));
    ASSERT_TRUE(put_body(writer, "/b", "b", "X-A: 1\n"));
    EXPECT_EQ(writer.descriptor(0).headers_serial, writer.descriptor(1).headers_serial);
    EXPECT_EQ(named_frames(), 3u);
    writer.remove(0);
    EXPECT_EQ(named_frames(), 2u);
    writer.remove(1);
    EXPECT_EQ(named_frames(), 0u);
    EXPECT_EQ(writer.summary().live_bytes, 0u);
}

TEST_F(Publish, CheckChangesTimesWithoutWakingAnybody) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t generation = r.index().generation();
    Descriptor next = writer.descriptor(0);
    next.checked_at = 77;
    writer.publish_check(0, next);
    Descriptor seen;
    ASSERT_TRUE(r.index().read(0, seen));
    EXPECT_EQ(seen.checked_at, 77);
    EXPECT_EQ(r.index().generation(), generation);
    next.reason = Reason::kTimeout;
    writer.publish_check(0, next);
    EXPECT_EQ(r.index().generation(), generation + 1);
    EXPECT_EQ(read(r, "/image/a"), "one");
    EXPECT_EQ(named_frames(), 1u);
}

TEST_F(Publish, RemovedPathIsGoneAndComesBackInItsPlace) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    writer.remove(0);
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    Descriptor seen;
    EXPECT_FALSE(r.index().read(0, seen));
    EXPECT_EQ(named_frames(), 0u);
    ASSERT_TRUE(put_picture(writer, "/image/a", "two"));
    EXPECT_EQ(writer.entry_count(), 1u);
    EXPECT_EQ(read(r, "/image/a"), "two");
}

TEST_F(Publish, EmptyBodyIsABody) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_body(writer, "/empty", ""));
    const FrameRef& frame = writer.descriptor(0).frames[0];
    EXPECT_EQ(frame.length, 0u);
    EXPECT_TRUE(open_frame(writer.frames_directory(), frame.serial, 0));
}

TEST_F(Publish, MetricsWakeNobody) {
    StoreWriter writer = open();
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint32_t entry = *writer.ensure("/_/metrics");
    Descriptor next;
    next.kind = Kind::kMetrics;
    writer.publish_kind(entry, next);
    const std::uint64_t generation = r.index().generation();
    for (const char* content : {"a 1\n", "a 2\n"}) {
        Variant text{Encoding::kIdentity,
                     FrameDraft::create(writer.frames_directory(), bytes_of(content))};
        ASSERT_TRUE(writer.publish_body(entry, {&text, 1}, 1000, next));
        EXPECT_EQ(read(r, "/_/metrics"), content);
    }
    EXPECT_EQ(r.index().generation(), generation);
    EXPECT_EQ(named_frames(), 1u);
}

}  // namespace
}  // namespace livecam
