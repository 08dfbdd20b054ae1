#include <vector>

#include "tests/unit/shared/store_fixture.h"

namespace livecam {
namespace {

using ChangeRing = StoreTest;

TEST_F(ChangeRing, TellsWhatChangedInOrder) {
    StoreWriter writer = open();
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t start = r.index().generation();
    ASSERT_TRUE(put_picture(writer, "/image/a", "1"));
    ASSERT_TRUE(put_picture(writer, "/image/b", "2"));
    ASSERT_TRUE(put_picture(writer, "/image/a", "3"));
    std::vector<std::uint32_t> seen;
    EXPECT_TRUE(r.index().changes(start, r.index().generation(),
                                  [&](std::uint32_t entry) { seen.push_back(entry); }));
    EXPECT_EQ(seen, (std::vector<std::uint32_t>{0, 1, 0}));
}

TEST_F(ChangeRing, SaysWhenItNoLongerHoldsThemAll) {
    StoreWriter writer = open();
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t start = r.index().generation();
    const auto entry = writer.ensure("/events");
    for (int i = 0; i < 5000; ++i) {
        Descriptor next;
        next.kind = Kind::kEvents;
        next.max_age_s = static_cast<std::uint32_t>(i + 1);
        writer.publish_kind(*entry, next);
    }
    int visited = 0;
    const auto visit = [&](std::uint32_t) { ++visited; };
    EXPECT_EQ(r.index().generation(), start + 5000);
    EXPECT_FALSE(r.index().changes(start, start + 5000, visit));
    EXPECT_FALSE(r.index().changes(start, start + 10, visit)) << "old slots are overwritten";
    EXPECT_FALSE(r.index().changes(start + 6000, start, visit)) << "a generation of the future";
    EXPECT_EQ(visited, 0);
    EXPECT_TRUE(r.index().changes(start + 4990, start + 5000, visit));
    EXPECT_EQ(visited, 10);
}

}  // namespace
}  // namespace livecam
