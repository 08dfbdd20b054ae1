// The JSON that lcc.live's apps read, decoded as they decode it: a member that is missing, null or
// of another type where they want one would empty their screens.
#include <rapidjson/document.h>

#include <fstream>
#include <sstream>

#include "tests/unit/pages/facts_fixture.h"

namespace livecam::pages {
namespace {

using Json = rapidjson::Value;

std::string golden(const std::string& name) {
    std::ifstream file(std::string(LIVECAM_GOLDEN_DIR) + "/" + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

class Apps : public ::testing::Test {
  protected:
    Apps() {
        config_.site.url = "https://walls.example";
        Snapshot snapshot = small_snapshot();
        snapshot.facts = full_facts("x");
        all_ = all_bodies(config_, snapshot);
    }

    std::string at(const std::string& path) { return body_at(all_, path).content; }

    rapidjson::Document json(const std::string& path) {
        rapidjson::Document document;
        document.Parse(at(path).c_str());
        EXPECT_FALSE(document.HasParseError()) << path;
        return document;
    }

    static void texts(const Json& object, std::initializer_list<const char*> names) {
        for (const char* name : names) {
            EXPECT_TRUE(object.HasMember(name) && object[name].IsString()) << name;
        }
    }
    static void integers(const Json& object, std::initializer_list<const char*> names) {
        for (const char* name : names) {
            EXPECT_TRUE(object.HasMember(name) && object[name].IsInt64()) << name;
        }
    }

    config::Config config_ = small_config();
    std::vector<Body> all_;
};

/// Byte by byte: whoever changes one of them looks at the apps first. The etag is of the pages.
TEST_F(Apps, DocumentsAreTheGoldenOnes) {
    std::string group = at("/lcc.json");
    const std::string mark = R"("etag":"\")";
    const auto begin = group.find(mark) + mark.size();
    group.replace(begin, group.find('\\', begin) - begin, "…");
    EXPECT_EQ(group, golden("lcc.json"));
    EXPECT_EQ(at("/api/canyon/LCC/udot"), golden("udot.json"));
    EXPECT_EQ(at("/camera/superior.json"), golden("camera.json"));
}

TEST_F(Apps, ListOfCamerasHasIdsNamesAndAbsoluteAddresses) {
    const auto document = json("/lcc.json");
    texts(document, {"name", "etag"});
    ASSERT_TRUE(document["cameras"].IsArray());
    ASSERT_EQ(document["cameras"].Size(), 2u);
    for (const Json& camera : document["cameras"].GetArray()) {
        texts(camera, {"id", "kind", "src", "alt", "canyon"});
        EXPECT_TRUE(std::string_view(camera["src"].GetString()).starts_with("https://"));
    }
    EXPECT_EQ(document["cameras"][0]["weatherStationId"].GetInt64(), 1650160);
    EXPECT_STREQ(document["cameras"][0]["synopticStid"].GetString(), "SBDU1");
    EXPECT_FALSE(document["cameras"][1].HasMember("weatherStationId"));  // left out, not null
}

TEST_F(Apps, RoadFactsHaveWhatTheAppsForceOpen) {
    const auto document = json("/api/canyon/LCC/udot");
    ASSERT_EQ(document["roadConditions"].Size(), 2u);
    for (const Json& road : document["roadConditions"].GetArray()) {
        integers(road, {"Id", "LastUpdated"});
        texts(road, {"SourceId", "RoadCondition", "WeatherCondition", "Restriction", "RoadwayName",
                     "EncodedPolyline"});
    }
    for (const Json& event : document["events"].GetArray()) {
        texts(event, {"ID", "RoadwayName", "Description", "EventType", "Severity", "Name"});
        integers(event, {"Reported", "LastUpdated", "StartDate", "PlannedEndDate"});
        EXPECT_TRUE(event["IsFullClosure"].IsBool() && event["Restrictions"].IsArray());
        EXPECT_TRUE(event["Latitude"].IsDouble() && event["Longitude"].IsDouble());
    }
    integers(document, {"lastUpdated"});
    texts(document["avalancheDanger"], {"danger", "link", "travelAdvice"});
    integers(document["avalancheDanger"], {"dangerLevel", "updated"});
    texts(document["altaStatus"], {"parkingStatus", "roadStatus"});
    integers(document["altaStatus"], {"updated"});
    const auto nothing = json("/api/canyon/BCC/udot");
    EXPECT_TRUE(nothing["roadConditions"].IsArray() && nothing["events"].IsArray());
    integers(nothing, {"lastUpdated"});
}

TEST_F(Apps, CameraHasItsStationWithWhatTheAppsForceOpen) {
    const auto document = json("/camera/superior.json");
    texts(document, {"CanyonName", "CanyonPath", "ImageURL"});
    texts(document["Camera"], {"id", "kind", "src", "alt", "canyon"});
    integers(document["WeatherStation"], {"Id", "LastUpdated"});
    texts(document["WeatherStation"], {"StationName"});
    EXPECT_TRUE(json("/camera/dogwood.json")["WeatherStation"].IsNull());
}

}  // namespace
}  // namespace livecam::pages
