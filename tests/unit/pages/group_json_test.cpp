#include "sidecar/pages/group_json.h"

#include <rapidjson/document.h>

#include "tests/unit/pages/wall_fixture.h"

namespace livecam::pages {
namespace {

TEST(GroupJson, HasTheShapeOfTheReferenceAndOurAdditions) {
    const config::Config config = small_config();
    EXPECT_EQ(group_json(config.site, config.groups[0], "5eed", small_snapshot(), "/s/none.png"),
              R"({"name":"LCC","etag":"\"5eed\"",)"
              R"("status":{"id":"road","kind":"roadstatus","src":"/image/road","alt":"Road",)"
              R"("canyon":"LCC","slug":"road","weather":null,"image":null,"changed_at":null,)"
              R"("stale_at":null,"state":"pending",)"
              R"("reason":"none","shown":"nothing","width":null,"height":null},)"
              R"("cameras":[{"id":"superior","kind":"img","src":"/image/superior",)"
              R"("alt":"Mount Superior","canyon":"LCC","weatherStationId":1650160,)"
              R"("synopticStid":"SBDU1","slug":"superior","weather":null,)"
              R"("image":"/image/superior/0000000000abcdef","changed_at":"2026-01-31T21:03:05Z",)"
              R"("stale_at":"2026-01-31T21:03:35Z",)"
              R"("state":"live","reason":"none","shown":"picture","width":1920,"height":1080},)"
              R"({"id":"tube","kind":"iframe","src":"https://www.tube.example/embed/x?a=1&b=2",)"
              R"("alt":"Frame tube","canyon":"LCC","slug":"tube","weather":null}],)"
              R"("facts":{"chips":[],"events":[],"events_old":false,"roads":[]}})"
              "\n");
}

TEST(GroupJson, StatusIsAllEmptyWithoutARoadStatusCamera) {
    const config::Config config = small_config();
    const std::string json =
        group_json(config.site, config.groups[1], "5eed", small_snapshot(), "/s/none.png");
    EXPECT_NE(json.find(R"("status":{"id":"","kind":"","src":"","alt":"","canyon":""})"),
              std::string::npos)
        << json;
}

TEST(GroupJson, FailingCameraKeepsItsPictureAndSaysWhy) {
    const config::Config config = small_config();
    Snapshot snapshot = small_snapshot();
    snapshot.cameras["superior"].state = CameraState::kDown;
    snapshot.cameras["superior"].reason = Reason::kTimeout;
    const std::string json =
        group_json(config.site, config.groups[0], "5eed", snapshot, "/s/none.png");
    EXPECT_NE(json.find(R"("state":"down","reason":"timeout")"), std::string::npos) << json;
    EXPECT_NE(json.find("/image/superior/0000000000abcdef"), std::string::npos) << json;
}

TEST(GroupJson, SaysWhatACameraShowsInPlaceOfItsPicture) {
    const config::Config config = small_config();
    Snapshot snapshot = small_snapshot();
    snapshot.cameras["superior"].shown = Shown::kPlaceholder;
    EXPECT_NE(group_json(config.site, config.groups[0], "5eed", snapshot, "/s/none.png")
                  .find(R"("image":"/s/none.png","changed_at":"2026-01-31T21:03:05Z")"),
              std::string::npos);
    snapshot.cameras["superior"].shown = Shown::kNothing;
    const std::string json =
        group_json(config.site, config.groups[0], "5eed", snapshot, "/s/none.png");
    EXPECT_NE(json.find(R"("image":null,"changed_at":"2026-01-31T21:03:05Z")"), std::string::npos)
        << json;
    EXPECT_NE(json.find(R"("shown":"nothing")"), std::string::npos);
}

TEST(GroupJson, SourcesAreAbsoluteWhereTheSiteHasAnAddress) {
    config::Config config = small_config();
    config.site.url = "https://walls.example/snow";
    config.site.prefix = "/snow";
    const std::string json =
        group_json(config.site, config.groups[0], "5eed", small_snapshot(), "/s/none.png");
    EXPECT_NE(json.find(R"("src":"https://walls.example/snow/image/superior")"), std::string::npos);
    EXPECT_NE(json.find(R"("image":"/snow/image/superior/0000000000abcdef")"), std::string::npos);
}

TEST(GroupJson, EtagFollowsConfigurationAndPageAndNotThePictures) {
    config::Config config = small_config();
    const auto etag = [&](const std::string& page) {
        return group_etag(config.site, config.groups[0], page);
    };
    const std::string before = etag("page");
    EXPECT_EQ(before.size(), 16u);
    EXPECT_EQ(etag("page"), before);
    EXPECT_NE(etag("another page"), before);
    config.groups[0].cameras[0].name = "Renamed";
    EXPECT_NE(etag("page"), before);
}

TEST(CameraJson, HasTheShapeOfTheReference) {
    const config::Config config = small_config();
    EXPECT_EQ(
        camera_json(config, 0, config.groups[0].cameras[0], view(CameraState::kLive, 0xABCDEF),
                    "/s/none.png"),
        R"({"Camera":{"id":"superior","kind":"img","src":"/image/superior",)"
        R"("alt":"Mount Superior","canyon":"LCC","weatherStationId":1650160,)"
        R"("synopticStid":"SBDU1","slug":"superior","weather":null,)"
        R"("image":"/image/superior/0000000000abcdef","changed_at":"2026-01-31T21:03:05Z",)"
        R"("stale_at":"2026-01-31T21:03:35Z","state":"live","reason":"none",)"
        R"("shown":"picture","width":1920,"height":1080},"CanyonName":"LCC","CanyonPath":"/",)"
        R"("ImageURL":"/image/superior","WeatherStation":null})"
        "\n");
    EXPECT_NE(
        camera_json(config, 1, config.groups[1].cameras[0], {}, "").find(R"("CanyonPath":"/bcc")"),
        std::string::npos);
}

TEST(CameraJson, IframeKeepsItsAddressAndHasNoPicture) {
    const config::Config config = small_config();
    rapidjson::Document json;
    json.Parse(camera_json(config, 0, config.groups[0].cameras[1], {}, "").c_str());
    ASSERT_FALSE(json.HasParseError());
    EXPECT_STREQ(json["Camera"]["src"].GetString(), "https://www.tube.example/embed/x?a=1&b=2");
    EXPECT_STREQ(json["ImageURL"].GetString(), "");
}

}  // namespace
}  // namespace livecam::pages
