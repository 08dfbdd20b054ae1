#include <chrono>
#include <iostream>

#include "sidecar/pages/compress.h"
#include "tests/unit/pages/wall_fixture.h"

namespace livecam::pages {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void fill(config::Config& config, Snapshot& snapshot, int cameras) {
    config.groups[0].cameras.clear();
    for (int i = 0; i < cameras; ++i) {
        const std::string slug = "camera-" + std::to_string(i);
        config.groups[0].cameras.push_back(camera(slug, "Camera number " + std::to_string(i)));
        snapshot.cameras[slug] = view(CameraState::kLive, 0x9E3779B97F4A7C15ull * (i + 1));
    }
}

TEST(Scale, GroupsOfNoneOneAndManyAreWholePages) {
    for (const int cameras : {0, 1, 500}) {
        config::Config config = small_config();
        Snapshot snapshot;
        fill(config, snapshot, cameras);
        Renderer renderer = make_renderer(config);
        const auto start = Clock::now();
        const auto all = renderer.following(snapshot);
        const double render = milliseconds_since(start);
        const std::string wall = body_at(all, "/lcc").content;
        EXPECT_EQ(count(wall, "<li "), static_cast<std::size_t>(cameras));
        EXPECT_EQ(count(wall, "</li>"), static_cast<std::size_t>(cameras));
        EXPECT_EQ(count(wall, "There are no cameras here yet."), cameras == 0 ? 1u : 0u);
        EXPECT_EQ(count(wall, "</html>"), 1u);
        EXPECT_EQ(count(body_at(all, "/lcc.json").content, "\"slug\":"),
                  static_cast<std::size_t>(cameras));

        const auto before = Clock::now();
        const Variants variants = compress(wall, kFollowingEffort);
        std::cout << cameras << " cameras: all walls and JSON rendered in " << render
                  << " ms; the wall has " << wall.size() << " bytes, " << variants.gzip.size()
                  << " as gzip and " << variants.brotli.size() << " as brotli, compressed in "
                  << milliseconds_since(before) << " ms\n";
    }
}

TEST(Scale, NoGroupsAtAllStillHasFixedBodies) {
    config::Config config = small_config();
    config.groups.clear();
    Renderer renderer = make_renderer(config);
    EXPECT_TRUE(renderer.following(Snapshot{}).empty());
    EXPECT_EQ(body_at(renderer.fixed(), "/healthcheck").kind, Kind::kHealth);
}

TEST(Scale, StyleAndScriptAreSmall) {
    for (const Body& body : make_renderer(small_config()).fixed()) {
        if (body.path.starts_with("/s/")) {
            const std::size_t bytes = compress(body.content, kFixedEffort).brotli.size();
            std::cout << body.path << ": " << bytes << " bytes as brotli\n";
            EXPECT_LE(bytes, body.path.ends_with(".css") ? 8192u : 12288u) << body.path;
        }
    }
}

}  // namespace
}  // namespace livecam::pages
