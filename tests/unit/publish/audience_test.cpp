#include "sidecar/publish/audience.h"

#include <unistd.h>

#include "sidecar/publish/wall.h"
#include "tests/unit/publish/wall_fixture.h"

namespace livecam::publish {
namespace {

using std::chrono::milliseconds;
using Slugs = std::vector<std::string>;

constexpr milliseconds kIdleAfter{4000};  // a camera is told of once a second

class AudienceTest : public WallFixture {
  protected:
    AudienceTest() : store(open()), wall(store) {
        EXPECT_TRUE(wall.apply(config));
        worker = DemandFile::open(store.directory(), store.epoch());
    }

    void look(const std::string& path, std::int64_t at) { worker.add(*store.find(path), at, 1); }
    Slugs told() { return audience.newly_looked(store, kIdleAfter); }

    StoreWriter store;
    Wall wall;
    DemandFile worker;
    Audience audience;
};

TEST_F(AudienceTest, NobodyLooksAtFirst) {
    EXPECT_EQ(told(), Slugs{});
}

TEST_F(AudienceTest, ALookIsToldOnceAndOfItsCameraAlone) {
    look("/image/b", 100'000);
    EXPECT_EQ(told(), Slugs{"b"});
    EXPECT_EQ(told(), Slugs{});
}

TEST_F(AudienceTest, LooksThatGoOnAreToldOnceInAQuarterOfTheTime) {
    look("/image/a", 100'000);
    EXPECT_EQ(told(), Slugs{"a"});
    look("/image/a", 100'999);
    EXPECT_EQ(told(), Slugs{});
    look("/image/a", 101'000);
    EXPECT_EQ(told(), Slugs{"a"});
}

TEST_F(AudienceTest, AClockThatWentBackDoesNotSilenceACamera) {
    look("/image/a", 100'000);
    EXPECT_EQ(told(), Slugs{"a"});
    look("/image/a", 50'000);
    EXPECT_EQ(told(), Slugs{"a"});
    EXPECT_EQ(told(), Slugs{});
}

TEST_F(AudienceTest, WhatIsNoCameraIsNotTold) {
    ASSERT_TRUE(put_body(store, "/page", "text"));
    look("/page", 100'000);
    look("/image/a", 100'000);
    EXPECT_EQ(told(), Slugs{"a"});
}

TEST_F(AudienceTest, WithoutAFileNobodyLooksAndNothingBreaks) {
    ASSERT_EQ(::unlink((options.path + "/demand").c_str()), 0);
    EXPECT_EQ(told(), Slugs{});
}

TEST_F(AudienceTest, AFileThatWasCutOffIsAsIfNobodyLooked) {
    look("/image/a", 100'000);
    ASSERT_EQ(::truncate((options.path + "/demand").c_str(), 0), 0);
    EXPECT_EQ(told(), Slugs{});
}

}  // namespace
}  // namespace livecam::publish
