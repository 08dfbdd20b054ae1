#include "tests/unit/publish/wall_fixture.h"

namespace livecam::publish {
namespace {

using PublishWall = WallFixture;

TEST_F(PublishWall, CameraIsPendingUntilItsFirstPicture) {
    StoreWriter store = open();
    Wall wall(store);
    ASSERT_TRUE(wall.apply(config));
    EXPECT_EQ(wall.snapshot(1'000'000).of("a").state, CameraState::kPending);
    EXPECT_EQ(store.descriptor(*store.find("/image/a")).kind, Kind::kFrames);
    EXPECT_EQ(wall.accept(picture(store, "a", "one")).accepted, Wall::Accepted::kPicture);
    const pages::CameraView view = wall.snapshot(1'000'000).of("a");
    EXPECT_EQ(view.state, CameraState::kLive);
    EXPECT_EQ(view.changed_at, 1'000'000);
    EXPECT_NE(view.etag, 0u);
    EXPECT_EQ(wall.with_picture(), 1u);
}

TEST_F(PublishWall, FailureKeepsThePictureAndTellsItsReasonOnce) {
    StoreWriter store = open();
    Wall wall(store);
    ASSERT_TRUE(wall.apply(config));
    wall.accept(picture(store, "a", "one"));
    fetch::Attempt failed = attempt("a", fetch::Outcome::kFailed);
    failed.reason = Reason::kTimeout;
    failed.detail = "no answer within 5 s";
    EXPECT_TRUE(wall.accept(failed).visible);
    EXPECT_FALSE(wall.accept(failed).visible) << "nothing new to see";
    EXPECT_EQ(wall.detail("a"), "no answer within 5 s");
    EXPECT_EQ(store.descriptor(*store.find("/image/a")).failures, 2u);
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "one");
    EXPECT_TRUE(wall.accept(attempt("a", fetch::Outcome::kUnchanged)).visible);
    EXPECT_EQ(wall.detail("a"), "");
}

TEST_F(PublishWall, AttemptAtAnotherAddressSaysNothing) {
    StoreWriter store = open();
    Wall wall(store);
    ASSERT_TRUE(wall.apply(config));
    fetch::Attempt stray = picture(store, "a", "one");
    stray.source += 1;
    EXPECT_EQ(wall.accept(stray).accepted, Wall::Accepted::kIgnored);
    EXPECT_EQ(wall.accept(picture(store, "nobody", "x")).accepted, Wall::Accepted::kIgnored);
    EXPECT_EQ(wall.with_picture(), 0u);
}

TEST_F(PublishWall, RemovedAndDisabledCamerasLeaveTheStoreAndTheOthersStay) {
    StoreWriter store = open();
    Wall wall(store);
    ASSERT_TRUE(wall.apply(config));
    wall.accept(picture(store, "a", "one"));
    wall.accept(picture(store, "b", "two"));
    config.groups[0].cameras[0].enabled = false;
    ASSERT_TRUE(wall.apply(config));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "");
    EXPECT_EQ(read(r, "/image/b"), "two");
    EXPECT_EQ(wall.cameras(), 1u);
}

TEST_F(PublishWall, IframeCamerasHaveNoPicture) {
    config.groups[0].cameras[0].kind = config::CameraKind::kIframe;
    StoreWriter store = open();
    Wall wall(store);
    ASSERT_TRUE(wall.apply(config));
    EXPECT_FALSE(store.find("/image/a"));
}

TEST_F(PublishWall, FullStoreIsAReasonAndThePictureStays) {
    options.max_bytes = 2 * 4096;
    options.keep = 0;
    StoreWriter store = open();
    Wall wall(store);
    ASSERT_TRUE(wall.apply(config));
    wall.accept(picture(store, "a", "one"));
    const Wall::Verdict verdict = wall.accept(picture(store, "a", std::string(9000, 'x')));
    EXPECT_EQ(verdict.accepted, Wall::Accepted::kDropped);
    EXPECT_EQ(store.descriptor(*store.find("/image/a")).reason, Reason::kStoreFull);
    EXPECT_EQ(wall.shown("a"), store.descriptor(*store.find("/image/a")).frames[0].etag);
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "one");
}

TEST_F(PublishWall, KnowsAdoptedPicturesAfterARestart) {
    std::uint64_t etag = 0;
    {
        StoreWriter store = open();
        Wall wall(store);
        ASSERT_TRUE(wall.apply(config));
        wall.accept(picture(store, "a", "one"));
        etag = wall.shown("a");
    }
    StoreWriter store = open();
    Wall wall(store);
    ASSERT_TRUE(wall.apply(config));
    EXPECT_EQ(wall.known(), (fetch::Pool::Known{{"a", etag}}));
    EXPECT_EQ(wall.snapshot(1'000'000).of("a").state, CameraState::kLive);
}

}  // namespace
}  // namespace livecam::publish
