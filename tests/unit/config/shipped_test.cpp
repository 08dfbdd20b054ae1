// conf/cameras.json, as it ships.
#include <set>

#include "tests/unit/config/lcc_data.h"
#include "tests/unit/config/support.h"

namespace livecam::config {
namespace {

Config shipped() {
    const auto config = load(LIVECAM_SOURCE_DIR "/conf/cameras.json");
    if (!config) {
        for (const Problem& problem : config.error()) {
            ADD_FAILURE() << problem.line();
        }
        return {};
    }
    return *config;
}

std::string facts_of(const Camera& c) {
    const auto station = c.weather_station_id ? std::to_string(*c.weather_station_id) : "-";
    return c.name + "|" + c.src + "|" + c.kind_name + "|" + station + "|" + c.synoptic_stid + "|" +
           c.slug;
}

TEST(Shipped, IsTheWallOfTwoCanyons) {
    const Config config = shipped();
    EXPECT_EQ(config.site.title, "Little & Big Cottonwood Canyons");
    EXPECT_EQ(config.site.timezone, "America/Denver");
    EXPECT_FALSE(config.site.legacy_ids);
    ASSERT_EQ(config.groups.size(), 2u);
    EXPECT_EQ(config.groups[0].cameras.size(), 22u);
    EXPECT_EQ(config.groups[1].cameras.size(), 21u);
    std::set<CameraKind> kinds;
    for (const Camera& camera : config.groups[1].cameras) {
        kinds.insert(camera.kind);
    }
    EXPECT_EQ(kinds, (std::set{CameraKind::kImage, CameraKind::kIframe}));
}

TEST(Shipped, HasTheFactsOfLccLive) {
    const auto data = testing::lcc_data();
    if (!data.real) {
        std::cerr << "NOTICE: conf/cameras.json is compared with itself only\n";
    }
    const Config ours = shipped();
    const auto theirs = data.real ? parse(data.text, data.path) : ours;
    ASSERT_TRUE(theirs.has_value());
    ASSERT_EQ(ours.groups.size(), theirs->groups.size());
    for (std::size_t g = 0; g < ours.groups.size(); ++g) {
        const Group& a = ours.groups[g];
        const Group& b = theirs->groups[g];
        EXPECT_EQ(a.id + a.name + a.title, b.id + b.name + b.title);
        ASSERT_EQ(a.cameras.size(), b.cameras.size());
        for (std::size_t c = 0; c < a.cameras.size(); ++c) {
            EXPECT_EQ(facts_of(a.cameras[c]), facts_of(b.cameras[c]));
        }
    }
}

}  // namespace
}  // namespace livecam::config
