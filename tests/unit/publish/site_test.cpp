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
    static std::uint64_t generation(const StoreReader& r) { return r.index().generation(); }
};

TEST_F(SiteTest, PagesAndTheirVariantsAreInTheStore) {
    StoreWriter store = open();
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_fixed(1000));
    ASSERT_TRUE(site.publish_following({}));
    for (const char* path : {"/", "/north", "/.json", "/north.json", "/camera/a", "/camera/a.json",
                             "/robots.txt", "/healthcheck", "/_/version"}) {
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
    ASSERT_TRUE(site.publish_fixed(1000));
    const std::uint32_t entry = *store.find("/_/metrics");
    ASSERT_EQ(store.descriptor(entry).kind, Kind::kMetrics);
    Variant text{Encoding::kIdentity,
                 FrameDraft::create(store.frames_directory(), bytes_of("a 1\n"))};
    Descriptor next = store.descriptor(entry);
    ASSERT_TRUE(store.publish_body(entry, {&text, 1}, 2000, next));
    ASSERT_TRUE(site.publish_fixed(3000));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/_/metrics"), "a 1\n");
}

TEST_F(SiteTest, SameSnapshotPublishesNothing) {
    StoreWriter store = open();
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_fixed(1000));
    ASSERT_TRUE(site.publish_following({}));
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t before = generation(r);
    pages::Snapshot later;
    later.now_ms = 5000;
    ASSERT_TRUE(site.publish_following(later));
    EXPECT_EQ(generation(r), before);
    later.cameras["a"].state = CameraState::kDown;
    ASSERT_TRUE(site.publish_following(later));
    EXPECT_GT(generation(r), before);
}

TEST_F(SiteTest, RestartPublishesNothingThatIsThereAlready) {
    {
        StoreWriter store = open();
        Site site(store, renderer());
        ASSERT_TRUE(site.publish_fixed(1000));
    }
    StoreWriter store = open();
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    const std::uint64_t before = generation(r);
    Site site(store, renderer());
    ASSERT_TRUE(site.publish_fixed(9000));
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
    ASSERT_TRUE(site.publish_fixed(1000));
    config.groups[0].id = "south";
    config.groups[0].cameras.pop_back();
    site.replace(renderer());
    ASSERT_TRUE(site.publish_fixed(2000));
    ASSERT_TRUE(site.publish_following({}));
    EXPECT_EQ(store.descriptor(*store.find("/by-hand")).kind, Kind::kBody);
    EXPECT_EQ(store.descriptor(*store.find("/camera/b")).kind, Kind::kNone);
    EXPECT_EQ(store.descriptor(*store.find("/south")).kind, Kind::kBody);
    EXPECT_EQ(store.descriptor(*store.find("/camera/a")).kind, Kind::kBody);
}

}  // namespace
}  // namespace livecam::publish
