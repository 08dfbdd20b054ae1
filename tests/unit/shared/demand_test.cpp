#include "shared/demand.h"

#include "tests/unit/shared/store_fixture.h"

namespace livecam {
namespace {

using DemandTest = StoreTest;

TEST_F(DemandTest, LooksAreReadBack) {
    StoreWriter writer = open();
    const DemandFile worker = DemandFile::open(writer.directory(), writer.epoch());
    ASSERT_TRUE(worker);
    worker.add(3, 1000, 2);
    worker.add(3, 2000, 5);
    const DemandFile sidecar = DemandFile::open(writer.directory(), writer.epoch());
    EXPECT_EQ(sidecar.read(3).last_look, 2000);
    EXPECT_EQ(sidecar.read(3).hits, 7u);
    EXPECT_EQ(sidecar.read(4).hits, 0u);
}

TEST_F(DemandTest, OfAnotherEpochIsOff) {
    StoreWriter writer = open();
    EXPECT_FALSE(DemandFile::open(writer.directory(), writer.epoch() + 1));
}

TEST_F(DemandTest, EntryOutOfRangeAndTruncationAreHarmless) {
    StoreWriter writer = open();
    const DemandFile demand = DemandFile::open(writer.directory(), writer.epoch());
    demand.add(1'000'000, 1, 1);
    EXPECT_EQ(demand.read(1'000'000).hits, 0u);
    ASSERT_EQ(::truncate((options.path + "/demand").c_str(), 0), 0);
    EXPECT_EQ(demand.read(1).hits, 0u);
    demand.add(1, 5, 1);
}

}  // namespace
}  // namespace livecam
