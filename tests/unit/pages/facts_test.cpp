// What is said of a group's surroundings on its pages and in its JSON.
#include "sidecar/pages/facts.h"

#include <rapidjson/document.h>

#include <set>

#include "sidecar/pages/facts_json.h"
#include "tests/unit/pages/facts_fixture.h"

namespace livecam::pages {
namespace {

Snapshot snapshot_with(FactsPtr facts) {
    Snapshot snapshot = small_snapshot();
    snapshot.facts = std::move(facts);
    return snapshot;
}

TEST(FactsJson, NothingKnownIsStillWhole) {
    const config::Config config = small_config();
    EXPECT_EQ(facts_json(config.groups[0], GroupFacts{}),
              R"({"roadConditions":[],"events":[],"lastUpdated":0})"
              "\n");
}

TEST(FactsJson, HasTheShapeThatClientsOfTheReferenceRead) {
    const config::Config config = small_config();
    GroupFacts facts = full_facts("x")->of("lcc");
    facts.roads.resize(1);
    facts.events.resize(1);
    facts.weather.erase("tube");
    EXPECT_EQ(
        facts_json(config.groups[0], facts),
        R"({"roadConditions":[{"Id":9,"SourceId":"s9","RoadCondition":"Wet",)"
        R"("WeatherCondition":"Light Snow","Restriction":"none","RoadwayName":"SR-210 upper x",)"
        R"("EncodedPolyline":"_p~iF","LastUpdated":1769893385}],)"
        R"("weatherStations":{"superior":{"Id":1650160,"Latitude":40.58,"Longitude":-111.65,)"
        R"("StationName":"Peak x","CameraSource":null,"CameraSourceId":null,)"
        R"("AirTemperature":"27.3","SurfaceTemp":null,"SubSurfaceTemp":null,)"
        R"("SurfaceStatus":"Dry","RelativeHumidity":"22","DewpointTemp":null,)"
        R"("Precipitation":"Light","WindSpeedAvg":"12.4","WindSpeedGust":"23.9",)"
        R"("WindDirection":"SW","Source":"","LastUpdated":1769893385}},)"
        R"("events":[{"ID":"1","SourceId":"","Organization":"","RoadwayName":"SR-210",)"
        R"("DirectionOfTravel":"","Description":"Works near Alta","Reported":0,"LastUpdated":0,)"
        R"("StartDate":1769893385,"PlannedEndDate":1769896985,"LanesAffected":"",)"
        R"("Latitude":40.5,"Longitude":0.0,"LatitudeSecondary":0.0,"LongitudeSecondary":0.0,)"
        R"("EventType":"","EventSubType":"","IsFullClosure":false,"Severity":"Minor",)"
        R"("Comment":"","EncodedPolyline":"","Restrictions":["width"],"DetourPolyline":"",)"
        R"("DetourInstructions":"","Recurrence":"","RecurrenceSchedules":"","Name":"First x",)"
        R"("EventCategory":"","Location":"","County":"","MPStart":"","MPEnd":""}],)"
        R"("avalancheDanger":{"danger":"considerable x","dangerLevel":3,)"
        R"("link":"https://uac.example/salt","travelAdvice":"Be careful x","updated":1769893385},)"
        R"("altaStatus":{"parkingStatus":"Full x","roadStatus":"Open x","roadMessage":"Slick x",)"
        R"("updated":1769893385},"lastUpdated":1769893385})"
        "\n");
}

TEST(FactsJson, RoadsAreSortedByIdAndStationsNamedByTheCamerasId) {
    config::Config config = small_config();
    config.groups[0].cameras[0].id = "aHR0cDo=";
    rapidjson::Document json;
    json.Parse(facts_json(config.groups[0], full_facts("x")->of("lcc")).c_str());
    ASSERT_FALSE(json.HasParseError());
    EXPECT_EQ(json["roadConditions"][0]["Id"].GetInt(), 3);
    EXPECT_EQ(json["roadConditions"][1]["Id"].GetInt(), 9);
    EXPECT_TRUE(json["weatherStations"].HasMember("aHR0cDo="));
    EXPECT_TRUE(json["weatherStations"].HasMember("tube"));
}

TEST(FactsOnPages, WallShowsChipsRoadsAndWeather) {
    const auto all = all_bodies(small_config(), snapshot_with(full_facts("x")));
    const std::string wall = body_at(all, "/lcc").content;
    EXPECT_EQ(count(wall, ">UAC: Considerable x</a>"), 1u);
    EXPECT_EQ(count(wall, "href=\"https://uac.example/salt\" title=\"Be careful x\""), 1u);
    EXPECT_EQ(count(wall, "class=\"chip avalanche considerable\""), 1u);
    EXPECT_EQ(count(wall, "class=\"chip parking warn\""), 1u);
    EXPECT_EQ(count(wall, ">Lifts: 7 of 9 x<"), 1u);
    EXPECT_EQ(count(wall, "chip event plain"), 3u);
    EXPECT_EQ(count(wall, ">+1</span>"), 1u);
    EXPECT_EQ(count(wall, "<article class=\"road\""), 2u);
    EXPECT_LT(wall.find("SR-210 upper x"), wall.find("SR-210 lower x"));  // the source's order
    EXPECT_EQ(count(wall, "27°F"), 2u);                                   // a camera and an iframe
    EXPECT_EQ(count(wall,
                    "<time class=\"observed\" datetime=\"2026-01-31T21:03:05Z\">Jan 31, "
                    "14:03</time>"),
              2u);
    const std::string other = body_at(all, "/bcc").content;
    EXPECT_EQ(count(other, "chip"), 0u);
    EXPECT_EQ(count(other, "class=\"weather\""), 0u);
}

TEST(FactsOnPages, OldRoadsAndEventsAreMarked) {
    auto facts = std::make_shared<Facts>(*full_facts("x"));
    facts->groups["lcc"].roads_stale = true;
    facts->groups["lcc"].events_stale = true;
    const std::string wall =
        body_at(all_bodies(small_config(), snapshot_with(facts)), "/lcc").content;
    EXPECT_EQ(count(wall, "<article class=\"road old\""), 2u);
    EXPECT_EQ(count(wall, "<ul class=\"chips old\""), 1u);
}

TEST(FactsOnPages, CameraPageShowsAllItsReadings) {
    const auto all = all_bodies(small_config(), snapshot_with(full_facts("x")));
    const std::string page = body_at(all, "/camera/superior").content;
    EXPECT_EQ(count(page, "<dt>Humidity</dt><dd>22 %</dd>"), 1u);
    EXPECT_EQ(count(page, "<dt>Gust</dt><dd>24 mph</dd>"), 1u);
    rapidjson::Document json;
    json.Parse(body_at(all, "/camera/superior.json").content.c_str());
    EXPECT_STREQ(json["WeatherStation"]["StationName"].GetString(), "Peak x");
    EXPECT_STREQ(json["Camera"]["weather"]["temperature"].GetString(), "27°F");
}

TEST(FactsOnPages, StateDocumentHasTheWeatherOfAllCameras) {
    const Body body =
        body_at(all_bodies(small_config(), snapshot_with(full_facts("x"))), "/events");
    rapidjson::Document json;
    json.Parse(("{" + body.content.substr(body.content.find("\n\n") + 2) + "}").c_str());
    ASSERT_FALSE(json.HasParseError());
    EXPECT_STREQ(json["weather"]["superior"]["AirTemperature"].GetString(), "27.3");
    EXPECT_TRUE(json["weather"].HasMember("tube"));
}

TEST(FactsOnPages, TextsOfFeedsStayText) {
    const std::string evil = R"("'><script>alert(1)</script>{{site_title}})";
    for (const Body& body : all_bodies(small_config(), snapshot_with(full_facts(evil)))) {
        if (body.content_type.starts_with("text/html")) {
            EXPECT_EQ(count(body.content, "<script>"), 0u) << body.path;
            EXPECT_EQ(count(body.content, "\"'>"), 0u) << body.path;
        } else if (body.path.ends_with(".json") && body.kind == Kind::kBody) {
            rapidjson::Document json;
            json.Parse<rapidjson::kParseValidateEncodingFlag>(body.content.c_str());
            EXPECT_FALSE(json.HasParseError()) << body.path;
        }
    }
}

/// Every mark "g<n>g" in a text.
std::set<std::string> marks(const std::string& text) {
    std::set<std::string> found;
    for (auto at = text.find(" g"); at != std::string::npos; at = text.find(" g", at + 1)) {
        const auto end = text.find_first_not_of("0123456789", at + 2);
        if (end != std::string::npos && end > at + 2 && text[end] == 'g') {
            found.insert(text.substr(at + 1, end - at));
        }
    }
    return found;
}

TEST(FactsOnPages, NoBodyMixesGenerations) {
    Renderer renderer = make_renderer(small_config());
    for (int i = 0; i < 20; ++i) {
        const std::string mark = "g" + std::to_string(i) + "g";
        const Snapshot snapshot = snapshot_with(full_facts(mark));
        std::vector<Body> all = renderer.following(snapshot);
        for (Body& body : renderer.facts(*snapshot.facts)) {
            all.push_back(std::move(body));
        }
        for (const CameraPlace& place : renderer.places()) {
            all.push_back(renderer.camera_json(place, renderer.view(place, snapshot)));
            for (Body& body : renderer.camera_pages(place, renderer.view(place, snapshot))) {
                all.push_back(std::move(body));
            }
        }
        for (const char* path : {"/lcc", "/", "/lcc.json", "/api/canyon/LCC/udot",
                                 "/events", "/camera/superior", "/camera/superior.json"}) {
            EXPECT_EQ(marks(body_at(all, path).content), std::set<std::string>{mark}) << path;
        }
    }
}

TEST(Facts, SameIsWhatPeopleSee) {
    const GroupFacts a = full_facts("x")->of("lcc");
    GroupFacts b = full_facts("x")->of("lcc");
    b.updated_at += 5;
    EXPECT_TRUE(a.same(b));  // the stations are equal, though not the same object
    b.weather["superior"] = std::make_shared<const WeatherStation>(station("Other"));
    EXPECT_FALSE(a.same(b));
    b = full_facts("x")->of("lcc");
    b.roads_stale = true;
    EXPECT_FALSE(a.same(b));
    b = full_facts("x")->of("lcc");
    b.weather.erase("superior");
    EXPECT_FALSE(a.same(b));
    EXPECT_FALSE(b.same(a));
}

}  // namespace
}  // namespace livecam::pages
