#include "tests/unit/publish/wall_fixture.h"

namespace livecam::publish {
namespace {

using PublishWall = WallFixture;

TEST_F(PublishWall, CameraIsPendingUntilItsFirstPicture) {
    StoreWriter store = open();
    Wall wall(store);
    ASSERT_TRUE(wall.apply(config));
    EXPECT_EQ(wall.snapshot(1'000'000).of("", "a").state, CameraState::kPending);
    EXPECT_EQ(store.descriptor(*store.find("/image/a")).kind, Kind::kFrames);
    EXPECT_EQ(wall.accept(picture(store, "a", "one")).accepted, Wall::Accepted::kPicture);
    const pages::CameraView view = wall.snapshot(1'000'000).of("", "a");
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
    EXPECT_EQ(wall.snapshot(1'000'000).of("", "a").state, CameraState::kLive);
}

/// Asked once, at 1,000,000; failing ever since.
class PublishWallDown : public WallFixture {
  protected:
    PublishWallDown() { config.fetch.down_after = std::chrono::seconds(60); }

    void begin(config::OnDown on_down) {
        config.groups[0].cameras[0].on_down = on_down;
        ASSERT_TRUE(wall.apply(config, "/s/unavailable.png"));
        wall.accept(picture(store, "a", "one"));
        fail_at(1'050'000);
    }
    void fail_at(std::int64_t now) {
        fetch::Attempt failed = attempt("a", fetch::Outcome::kFailed);
        failed.reason = Reason::kTimeout;
        failed.finished_at = now;
        wall.accept(failed);
    }
    const Descriptor& entry() { return store.descriptor(*store.find("/image/a")); }

    StoreWriter store = open();
    Wall wall{store};
};

TEST_F(PublishWallDown, KeepsItsPictureUnlessAskedOtherwise) {
    begin(config::OnDown::kKeep);
    EXPECT_FALSE(wall.tend(9'000'000));
    EXPECT_EQ(wall.snapshot(9'000'000).of("", "a").shown, pages::Shown::kPicture);
    EXPECT_EQ(wall.snapshot(9'000'000).of("", "a").state, CameraState::kDown);
}

TEST_F(PublishWallDown, PlaceholderComesAfterItsTimeAndGoesWithTheFirstContact) {
    begin(config::OnDown::kPlaceholder);
    const std::uint64_t etag = wall.shown("a");
    EXPECT_FALSE(wall.tend(1'059'999));
    EXPECT_TRUE(wall.tend(1'060'000));
    EXPECT_FALSE(wall.tend(1'060'001)) << "told once";
    EXPECT_EQ(entry().target, *store.find("/s/unavailable.png"));
    const pages::CameraView view = wall.snapshot(1'060'000).of("", "a");
    EXPECT_EQ(view.shown, pages::Shown::kPlaceholder);
    EXPECT_EQ(view.changed_at, 1'000'000) << "the last picture's age is still the truth";
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "one") << "the last good picture is not touched";
    fail_at(1'070'000);
    EXPECT_EQ(wall.snapshot(1'070'000).of("", "a").shown, pages::Shown::kPlaceholder);
    // The same bytes are back: no new picture, and the old one is shown again.
    fetch::Attempt back = attempt("a", fetch::Outcome::kUnchanged);
    back.finished_at = 1'080'000;
    EXPECT_TRUE(wall.accept(back).visible);
    EXPECT_EQ(wall.snapshot(1'080'000).of("", "a").shown, pages::Shown::kPicture);
    EXPECT_EQ(wall.shown("a"), etag);
    EXPECT_EQ(entry().frames[0].changed_at, 1'000'000);
}

TEST_F(PublishWallDown, NewPictureEndsThePlaceholder) {
    begin(config::OnDown::kPlaceholder);
    ASSERT_TRUE(wall.tend(1'060'000));
    fetch::Attempt back = picture(store, "a", "two");
    back.finished_at = 1'070'000;
    wall.accept(back);
    EXPECT_EQ(entry().target, layout::kAnyEntry);
    EXPECT_EQ(wall.snapshot(1'070'000).of("", "a").shown, pages::Shown::kPicture);
}

TEST_F(PublishWallDown, UnavailableIsAStatus) {
    begin(config::OnDown::kUnavailable);
    ASSERT_TRUE(wall.tend(1'060'000));
    EXPECT_EQ(entry().status, 503);
    EXPECT_EQ(wall.snapshot(1'060'000).of("", "a").shown, pages::Shown::kNothing);
    config.groups[0].cameras[0].on_down = config::OnDown::kKeep;
    ASSERT_TRUE(wall.apply(config, "/s/unavailable.png"));
    EXPECT_TRUE(wall.tend(1'060'001)) << "another configuration takes effect at once";
    EXPECT_EQ(entry().status, 0);
}

TEST_F(PublishWallDown, CameraThatNeverHadAPictureHasItsPlaceholderAtOnce) {
    config.groups[0].cameras[1].on_down = config::OnDown::kPlaceholder;
    ASSERT_TRUE(wall.apply(config, "/s/unavailable.png"));
    EXPECT_EQ(wall.snapshot(1'000'000).of("", "b").shown, pages::Shown::kNothing);
    fetch::Attempt failed = attempt("b", fetch::Outcome::kFailed);
    failed.reason = Reason::kDns;
    EXPECT_TRUE(wall.accept(failed).visible);
    EXPECT_EQ(wall.snapshot(1'000'000).of("", "b").shown, pages::Shown::kPlaceholder);
}

}  // namespace
}  // namespace livecam::publish
