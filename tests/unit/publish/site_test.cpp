#include "sidecar/publish/site.h"

#include "tests/unit/publish/wall_fixture.h"

namespace livecam::publish {
namespace {

class SiteTest : public WallFixture {
  protected:
    pages::Renderer renderer() const {
        auto made = pages::Renderer::create(config, pages::TemplateSource::embedded());
        EXPECT_TRUE(made) << (made ? "" : made.error().message);
        return std::move(*made);
    }
    static pages::Snapshot later() {
        pages::Snapshot snapshot;
        snapshot.now_ms = 9000;
        return snapshot;
    }
    static std::uint64_t generation(const StoreReader& r) { return r.index().generation(); }
};

TEST_F(SiteTest, PagesAndTheirVariantsAreInTheStore) {
    StoreWriter store = open();
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_all({}));
    for (const char* path : {"/", "/north", "/.json", "/north.json", "/camera/a", "/camera/a.json",
                             "/embed/a", "/robots.txt", "/healthcheck", "/_/version"}) {
        EXPECT_TRUE(store.find(path)) << path;
    }
    const Descriptor& page = store.descriptor(*store.find("/"));
    ASSERT_EQ(page.frame_count, 3);
    EXPECT_EQ(page.frames[0].encoding, Encoding::kIdentity);
    EXPECT_EQ(page.frames[1].encoding, Encoding::kGzip);
    EXPECT_EQ(page.frames[2].encoding, Encoding::kBrotli);
    EXPECT_NE(page.headers_serial, 0u);
    EXPECT_EQ(store.descriptor(*store.find("/image/")).kind, Kind::kMiss);
}

TEST_F(SiteTest, MetricsStayWhenTheConfigurationIsReadAgain) {
    StoreWriter store = open();
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_all({}));
    const std::uint32_t entry = *store.find("/_/metrics");
    ASSERT_EQ(store.descriptor(entry).kind, Kind::kMetrics);
    Variant text{Encoding::kIdentity,
                 FrameDraft::create(store.frames_directory(), bytes_of("a 1\n"))};
    Descriptor next = store.descriptor(entry);
    ASSERT_TRUE(store.publish_body(entry, {&text, 1}, 2000, next));
    Site again(store, renderer());
    ASSERT_TRUE(again.publish_all({}));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/_/metrics"), "a 1\n");
}

TEST_F(SiteTest, SameSnapshotPublishesNothing) {
    StoreWriter store = open();
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_all({}));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t before = generation(r);
    pages::Snapshot later;
    later.now_ms = 5000;
    ASSERT_TRUE(site.publish_walls(later));
    EXPECT_EQ(generation(r), before);
    later.cameras["a"].state = CameraState::kDown;
    ASSERT_TRUE(site.publish_walls(later));
    EXPECT_GT(generation(r), before);
}

TEST_F(SiteTest, RestartPublishesNothingThatIsThereAlready) {
    {
        StoreWriter store = open();
        Site site(store, renderer());
        ASSERT_TRUE(site.publish_all({}));
    }
    StoreWriter store = open();
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t before = generation(r);
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_all(later()));
    EXPECT_EQ(generation(r), before);
}

TEST_F(SiteTest, PathsOfAnOldConfigurationGoAndThosePutByHandStay) {
    StoreWriter store = open();
    {
        const auto entry = store.ensure("/by-hand");
        Variant variant{Encoding::kIdentity,
                        FrameDraft::create(store.frames_directory(), bytes_of("x"))};
        Descriptor next;
        next.kind = Kind::kBody;
        next.flags = kFlagForeign;
        ASSERT_TRUE(store.publish_body(*entry, {&variant, 1}, 1, next));
    }
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_all({}));
    config.groups[0].id = "south";
    config.groups[0].cameras.pop_back();
    Edition edition = make_edition(renderer(), {}, site.published());
    ASSERT_TRUE(site.check(edition, 0));
    EXPECT_EQ(store.descriptor(*store.find("/south")).kind, Kind::kNone) << "nobody sees it yet";
    EXPECT_EQ(store.descriptor(*store.find("/north")).kind, Kind::kBody);
    ASSERT_TRUE(site.carry_out(std::move(edition), 2000));
    EXPECT_EQ(store.descriptor(*store.find("/by-hand")).kind, Kind::kBody);
    EXPECT_EQ(store.descriptor(*store.find("/camera/b")).kind, Kind::kNone);
    EXPECT_EQ(store.descriptor(*store.find("/south")).kind, Kind::kBody);
    EXPECT_EQ(store.descriptor(*store.find("/camera/a")).kind, Kind::kBody);
}

TEST_F(SiteTest, OnlyCamerasThatChangedArePublishedAndPagesOnlyWithTheState) {
    StoreWriter store = open();
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_all({}));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const auto far = std::chrono::steady_clock::now() + std::chrono::hours(1);
    const auto published = [&](const pages::Snapshot& snapshot) {
        const std::uint64_t before = generation(r);
        EXPECT_TRUE(site.publish_cameras(snapshot, far).value_or(false));
        return generation(r) - before;
    };
    pages::Snapshot snapshot;
    snapshot.cameras["a"].state = CameraState::kLive;
    snapshot.cameras["a"].shown = pages::Shown::kPicture;
    snapshot.cameras["a"].etag = 1;
    snapshot.cameras["b"];
    EXPECT_EQ(published(snapshot), 3u) << "JSON, page and embed of one camera";
    EXPECT_EQ(published(snapshot), 0u);
    snapshot.cameras["a"].etag = 2;
    snapshot.cameras["a"].changed_at = 5000;
    EXPECT_EQ(published(snapshot), 1u) << "a new picture: JSON alone";
    snapshot.cameras["a"].state = CameraState::kStale;
    EXPECT_EQ(published(snapshot), 3u);
}

TEST_F(SiteTest, CamerasThatDoNotFitIntoTheSliceComeWithTheNext) {
    StoreWriter store = open();
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_all({}));
    pages::Snapshot snapshot;
    snapshot.cameras["a"].state = CameraState::kLive;
    snapshot.cameras["b"].state = CameraState::kLive;
    const auto past = std::chrono::steady_clock::now() - std::chrono::seconds(1);
    EXPECT_FALSE(site.publish_cameras(snapshot, past).value_or(true));
    const auto far = std::chrono::steady_clock::now() + std::chrono::hours(1);
    EXPECT_TRUE(site.publish_cameras(snapshot, far).value_or(false));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_NE(read(r, "/camera/b.json").find("\"state\":\"live\""), std::string::npos);
}

TEST_F(SiteTest, PlanThatDoesNotFitIsRefusedBeforeAnythingChanges) {
    options.max_bytes = 512 * 1024;
    StoreWriter store = open();
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_all({}));
    config.groups[0].title = "Another";
    for (int i = 0; i < 200; ++i) {
        const std::string slug = "more-" + std::to_string(i);
        config.groups[0].cameras.push_back(camera(slug, "http://h/" + slug));
    }
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t before = generation(r);
    const std::string page = read(r, "/north");
    const Edition edition = make_edition(renderer(), {}, site.published());
    const auto refused = site.check(edition, 0);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("raise store.max_bytes"), std::string::npos)
        << refused.error().message;
    ASSERT_TRUE(r.refresh(2'000'000'000));
    EXPECT_EQ(read(r, "/north"), page);
    EXPECT_EQ(read(r, "/camera/more-0"), "");
    EXPECT_EQ(store.descriptor(*store.find("/camera/more-0")).kind, Kind::kNone);
    EXPECT_GE(generation(r), before);
    EXPECT_TRUE(site.check(edition, 64 << 20)) << "pictures that go make room";
}

}  // namespace
}  // namespace livecam::publish
