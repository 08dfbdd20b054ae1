#include "tests/unit/pages/wall_fixture.h"

namespace livecam::pages {
namespace {

std::string wall_of(const config::Config& config, const Snapshot& snapshot,
                    const std::string& path = "/lcc") {
    Renderer renderer = make_renderer(config);
    return body_at(renderer.following(snapshot), path).content;
}

/// The text from the tile's start to the next one's.
std::string tile_of(const std::string& wall, const std::string& slug) {
    const auto begin = wall.find("id=\"" + slug + "\"");
    EXPECT_NE(begin, std::string::npos) << slug;
    return begin == std::string::npos ? "" : wall.substr(begin, wall.find("</li>", begin) - begin);
}

TEST(Wall, FirstGroupIsAlsoTheRoot) {
    Renderer renderer = make_renderer(small_config());
    const auto all = renderer.following(small_snapshot());
    EXPECT_EQ(all.size(), 6u);
    EXPECT_EQ(body_at(all, "/").content, body_at(all, "/lcc").content);
    EXPECT_EQ(body_at(all, "/.json").content, body_at(all, "/lcc.json").content);
    EXPECT_NE(body_at(all, "/bcc").content, body_at(all, "/lcc").content);
}

TEST(Wall, OnlyGroupIsAlsoTheRoot) {
    config::Config one = small_config();
    one.groups.pop_back();
    Renderer renderer = make_renderer(one);
    const auto all = renderer.following(small_snapshot());
    EXPECT_EQ(body_at(all, "/").content, body_at(all, "/lcc").content);
    EXPECT_EQ(body_at(all, "/.json").content, body_at(all, "/lcc.json").content);
}

TEST(Wall, PageAndJsonNameAPictureAlikeSoThatTheScriptCanCompare) {
    Renderer renderer = make_renderer(small_config());
    const auto all = renderer.following(small_snapshot());
    const std::string address = "/image/superior/0000000000abcdef\"";
    EXPECT_EQ(count(body_at(all, "/lcc").content, " data-picture=\"" + address), 1u);
    EXPECT_EQ(count(body_at(all, "/lcc.json").content, "\"image\":\"" + address), 1u);
    EXPECT_EQ(count(body_at(all, "/bcc").content, " data-picture=\"\""), 1u);
}

TEST(Wall, LivePictureIsShownByItsImmutableAddressWithItsSize) {
    const std::string tile = tile_of(wall_of(small_config(), small_snapshot()), "superior");
    EXPECT_EQ(count(tile, R"(<img src="/image/superior/0000000000abcdef")"), 1u) << tile;
    EXPECT_EQ(count(tile, R"(width="1920" height="1080")"), 1u);
    EXPECT_EQ(count(tile, R"(alt="Mount Superior, latest picture")"), 1u);
    EXPECT_EQ(count(tile, R"(<a href="/camera/superior">Mount Superior</a>)"), 1u);
    EXPECT_EQ(count(tile, R"(<time datetime="2026-01-31T21:03:05Z">Jan 31, 14:03</time>)"), 1u)
        << tile;
}

TEST(Wall, EachStateHasItsWordAndItsClass) {
    const struct {
        CameraState state;
        std::uint64_t etag;
        const char* name;
        const char* word;
    } cases[] = {
        {CameraState::kLive, 1, "live", ">live<"},
        {CameraState::kStale, 1, "stale", ">stale<"},
        {CameraState::kDown, 1, "down", ">no contact<"},
        {CameraState::kDown, 0, "down", ">no contact<"},
        {CameraState::kPending, 0, "pending", ">waiting for first picture<"},
    };
    for (const auto& item : cases) {
        Snapshot snapshot;
        snapshot.cameras["dogwood"] = view(item.state, item.etag);
        const std::string wall = wall_of(small_config(), snapshot, "/bcc");
        const std::string tile = tile_of(wall, "dogwood");
        EXPECT_EQ(count(wall, std::string{"<li class=\"tile "} + item.name + "\""), 1u) << wall;
        EXPECT_EQ(count(tile, item.word), 1u) << tile;
        EXPECT_EQ(count(tile, "<img"), item.etag == 0 ? 0u : 1u) << tile;
        EXPECT_EQ(count(tile, "datetime="), item.etag == 0 ? 0u : 1u) << tile;
    }
}

TEST(Wall, CameraTheSnapshotDoesNotKnowIsPending) {
    EXPECT_EQ(
        count(wall_of(small_config(), Snapshot{}), R"(<li class="tile pending" id="superior")"),
        1u);
}

TEST(Wall, RoadStatusIsOffTheGridAndIframesAreLazy) {
    const std::string wall = wall_of(small_config(), small_snapshot());
    EXPECT_EQ(count(wall, "<li "), 2u);
    EXPECT_EQ(count(wall, "id=\"road\""), 0u);
    EXPECT_EQ(count(tile_of(wall, "tube"), "loading=\"lazy\""), 1u);
    EXPECT_EQ(count(tile_of(wall, "tube"), "class=\"state\""), 0u);
}

TEST(Wall, FirstRowIsEagerAndTheRestLazy) {
    config::Config config = small_config();
    Snapshot snapshot;
    config.groups[0].cameras.clear();
    for (int i = 0; i < 20; ++i) {
        const std::string slug = "c" + std::to_string(i);
        config.groups[0].cameras.push_back(camera(slug, slug));
        snapshot.cameras[slug] = view(CameraState::kLive, 1);
    }
    const std::string wall = wall_of(config, snapshot);
    EXPECT_EQ(count(wall, "loading=\"lazy\""), 14u);
    EXPECT_EQ(count(tile_of(wall, "c0"), "loading=\"lazy\""), 0u);
    EXPECT_EQ(count(tile_of(wall, "c19"), "loading=\"lazy\""), 1u);
}

TEST(Wall, ToggleMarksTheCurrentGroupAndIsLeftOutForOne) {
    const std::string wall = wall_of(small_config(), small_snapshot(), "/bcc");
    EXPECT_EQ(count(wall, R"(<a href="/bcc" aria-current="page")"), 1u) << wall;
    EXPECT_EQ(count(wall, R"(<a href="/" title="Little Cottonwood Canyon")"), 1u);
    config::Config one = small_config();
    one.groups.pop_back();
    EXPECT_EQ(count(wall_of(one, small_snapshot()), "<nav"), 0u);
}

TEST(Wall, CountsLivePictures) {
    EXPECT_EQ(count(wall_of(small_config(), small_snapshot()),
                    R"(<b class="tally-live">1</b> of <span class="tally-all">1</span> live)"),
              1u);
    EXPECT_EQ(count(wall_of(small_config(), small_snapshot(), "/bcc"),
                    R"(<b class="tally-live">0</b> of <span class="tally-all">1</span> live)"),
              1u);
}

TEST(Wall, PageAndJsonAgreeOnTheirEtag) {
    Renderer renderer = make_renderer(small_config());
    const auto all = renderer.following(small_snapshot());
    const std::string wall = body_at(all, "/lcc").content;
    const auto at = wall.find("data-etag=\"") + 11;
    const std::string etag = wall.substr(at, 16);
    EXPECT_NE(body_at(all, "/lcc.json").content.find("\"etag\":\"\\\"" + etag + "\\\"\""),
              std::string::npos)
        << etag;
}

TEST(Wall, SameInputGivesTheSameBytes) {
    const Snapshot snapshot = small_snapshot();
    EXPECT_EQ(all_bodies(small_config(), snapshot), all_bodies(small_config(), snapshot));
}

TEST(Wall, TimePassingChangesNothing) {
    Renderer renderer = make_renderer(small_config());
    Snapshot snapshot = small_snapshot();
    const auto before = renderer.following(snapshot);
    snapshot.now_ms += 3600000;
    snapshot.revision += 7;
    snapshot.cameras["superior"].period_ms = 2900;
    EXPECT_EQ(renderer.following(snapshot), before);
    snapshot.cameras["superior"].etag = 2;
    const auto after = renderer.following(snapshot);
    EXPECT_NE(body_at(after, "/lcc"), body_at(before, "/lcc"));
    EXPECT_EQ(body_at(after, "/bcc"), body_at(before, "/bcc"));
}

TEST(Wall, AWallMayBeKeptNoLongerThanItsPicturesAnswer) {
    Renderer renderer = make_renderer(small_config());
    for (const Body& body : renderer.following(small_snapshot())) {
        EXPECT_EQ(body.max_age_s, 1u) << body.path;
        EXPECT_EQ(body.stale_while_revalidate_s, 0u) << body.path;
        EXPECT_TRUE(body.compress) << body.path;
    }
}

}  // namespace
}  // namespace livecam::pages
