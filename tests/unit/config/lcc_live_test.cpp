// An lcc.live data.json, accepted as it is.
#include "tests/unit/config/lcc_data.h"
#include "tests/unit/config/support.h"

namespace livecam::config {
namespace {

using testing::good;
using testing::lines_of;
using testing::only;

std::string lcc(std::string_view members) {
    return R"({"lcc": {)" + std::string(members) + "}}";
}

TEST(LccLive, UnmodifiedFileIsLoaded) {
    const auto data = testing::lcc_data();
    const auto loaded = load(data.path);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().front().line();
    ASSERT_EQ(loaded->groups.size(), 2u);
    const Group& first = loaded->groups[0];
    const Group& second = loaded->groups[1];
    EXPECT_TRUE(loaded->site.legacy_ids);
    EXPECT_EQ(first.id + "|" + first.name + "|" + first.title, "lcc|LCC|Little Cottonwood Canyon");
    EXPECT_EQ(second.id + "|" + second.name + "|" + second.title, "bcc|BCC|Big Cottonwood Canyon");
    if (data.real) {
        EXPECT_EQ(first.cameras.size(), 22u);
        EXPECT_EQ(second.cameras.size(), 21u);
        const Camera* collins = find_camera(*loaded, "alta-collins-snow-stake-12h");
        ASSERT_NE(collins, nullptr);
        EXPECT_EQ(collins->weather_station_id, 1650231);
        EXPECT_EQ(collins->synoptic_stid, "CLN");
    }
}

TEST(LccLive, CameraBecomesOurs) {
    const Config config = good(lcc(R"("name": "LCC", "cameras": [
        {"id": "old", "canyon": "LCC", "kind": "img", "src": "https://h/a", "alt": "6200 @ 3000 E",
         "weatherStationId": 5, "synopticStid": "CLN"}])"));
    const Camera& camera = config.groups.at(0).cameras.at(0);
    EXPECT_EQ(camera.name, "6200 @ 3000 E");
    EXPECT_EQ(camera.slug, "6200-3000-e");
    EXPECT_EQ(camera.id, "aHR0cHM6Ly9oL2E=");
    EXPECT_EQ(camera.weather_station_id, 5);
    EXPECT_EQ(camera.synoptic_stid, "CLN");
}

TEST(LccLive, EveryKindButIframeAndRoadstatusIsAnImage) {
    const Config config = good(lcc(R"("cameras": [
        {"kind": "webcam", "src": "https://h/a", "alt": "A"},
        {"kind": "iframe", "src": "https://h/b", "alt": "B"},
        {"kind": "roadstatus", "src": "https://h/c", "alt": "C"},
        {"kind": "", "src": "https://h/d", "alt": "D"},
        {"src": "https://h/e", "alt": "E"}])"));
    const auto& cameras = config.groups.at(0).cameras;
    ASSERT_EQ(cameras.size(), 5u);
    EXPECT_EQ(cameras[0].kind, CameraKind::kImage);
    EXPECT_EQ(cameras[0].kind_name, "webcam");
    EXPECT_EQ(cameras[1].kind, CameraKind::kIframe);
    EXPECT_EQ(cameras[2].kind, CameraKind::kRoadStatus);
    EXPECT_EQ(cameras[3].kind, CameraKind::kImage);
    EXPECT_EQ(cameras[4].kind_name, "img");
}

TEST(LccLive, OtherKindsAreLccLivesOnly) {
    EXPECT_THAT(
        lines_of(testing::with_camera(R"("name": "A", "src": "http://h/", "kind": "webcam")")),
        ::testing::SizeIs(1));
}

TEST(LccLive, StatusCameraIsKeptOffTheGrid) {
    const Config config = good(lcc(R"("name": "LCC", "cameras": [],
        "status": {"kind": "img", "src": "https://h/status.jpg", "alt": ""})"));
    const Camera& camera = config.groups.at(0).cameras.at(0);
    EXPECT_EQ(camera.name, "LCC status");
    EXPECT_EQ(camera.kind, CameraKind::kRoadStatus);
}

TEST(LccLive, UnconfiguredStatusIsNoCamera) {
    const Config config = good(lcc(R"("cameras": [],
        "status": {"id": "", "kind": "", "src": "", "alt": "", "canyon": ""})"));
    EXPECT_TRUE(config.groups.at(0).cameras.empty());
    EXPECT_EQ(config.groups.at(0).name, "LCC");
}

TEST(LccLive, UnsetStationsAreNone) {
    const Config config = good(lcc(R"("cameras": [
        {"src": "https://h/e", "alt": "E", "weatherStationId": 0, "synopticStid": ""}])"));
    EXPECT_EQ(config.groups.at(0).cameras.at(0).weather_station_id, std::nullopt);
}

TEST(LccLive, ProblemsPointIntoTheFileAsItIs) {
    EXPECT_THAT(
        lines_of(R"({"bcc": {"cameras": [
                        {"src": "http://h/1", "alt": "Alta"},
                        {"src": "x", "alt": "Other"},
                        {"src": "http://h/3", "alt": "alta", "colour": 1},
                        {"src": "http://h/4", "alt": "?"}, 5],
                     "status": {"src": "y"}}, "lcc": 7})"),
        ::testing::ElementsAre(
            "c.json: /bcc/cameras/1/src: \"x\": is not an http or https address; start it with "
            "http:// or https://",
            "c.json: /bcc/cameras/2/alt: \"alta\": has the address /camera/alta, as "
            "/bcc/cameras/0/alt has; change the name or give one a \"slug\"",
            "c.json: /bcc/cameras/2/colour: 1: is not a known key; remove it",
            "c.json: /bcc/cameras/3/alt: \"?\": leaves nothing for the camera's address; use some "
            "of a-z and 0-9, or give a \"slug\"",
            "c.json: /bcc/cameras/4: 5: must be an object in { }",
            "c.json: /bcc/status/src: \"y\": is not an http or https address; start it with "
            "http:// or https://",
            "c.json: /lcc: 7: must be an object in { }"));
}

TEST(LccLive, OwnShapeWinsWhenGroupsAreThere) {
    EXPECT_THAT(lines_of(R"({"lcc": {}, "groups": [{"id": "g", "cameras": []}]})"),
                only("c.json: /lcc: {}: is not a known key; remove it"));
}

}  // namespace
}  // namespace livecam::config
