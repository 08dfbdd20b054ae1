// What a configuration means where it is silent.
#include <fstream>
#include <sstream>

#include "sidecar/config/json.h"
#include "sidecar/config/schema.h"
#include "sidecar/config/slug.h"
#include "sidecar/config/units.h"
#include "tests/unit/config/support.h"

namespace livecam::config {
namespace {

using testing::good;
using testing::with_camera;
using testing::with_settings;

TEST(Defaults, FillAMinimalConfiguration) {
    const Config config =
        good(with_camera(R"("name": "Mount Superior", "src": "https://cam.example/s.jpg")"));
    ASSERT_EQ(config.groups.size(), 1u);
    const Group& group = config.groups[0];
    EXPECT_EQ(group.name, "G");
    EXPECT_EQ(group.title, "G");
    EXPECT_EQ(config.site.title, "G");
    ASSERT_EQ(group.cameras.size(), 1u);
    const Camera& camera = group.cameras[0];
    EXPECT_EQ(camera.slug, "mount-superior");
    EXPECT_EQ(camera.id, "mount-superior");
    EXPECT_EQ(camera.kind, CameraKind::kImage);
    EXPECT_EQ(camera.kind_name, "img");
    EXPECT_TRUE(camera.enabled);
    EXPECT_EQ(camera.interval, milliseconds(3000));
    EXPECT_FALSE(camera.weather_station_id.has_value());
}

/// The schema documents the defaults; they must be those of config.h.
TEST(Defaults, AreThoseThatTheSchemaDocuments) {
    const Config config = good(with_settings(R"("site": {})"));
    const auto documented = [](const char* section, const char* key) -> std::string {
        const Json* properties = member(schema_document(), "properties");
        const Json* inside = member(*member(*properties, section), "properties");
        const Json* value = member(*member(*inside, key), "default");
        return value->IsInt()    ? std::to_string(value->GetInt())
               : value->IsBool() ? (value->GetBool() ? "true" : "false")
                                 : std::string(text_of(*value));
    };
    EXPECT_EQ(config.site.url, documented("site", "url"));
    EXPECT_EQ(config.site.timezone, documented("site", "timezone"));
    EXPECT_EQ(config.site.language, documented("site", "language"));
    EXPECT_EQ(config.site.legacy_ids, documented("site", "legacy_ids") == "true");
    EXPECT_EQ(config.store.path, documented("store", "path"));
    EXPECT_EQ(config.store.max_bytes, parse_size(documented("store", "max_bytes")));
    EXPECT_EQ(std::to_string(config.store.keep), documented("store", "keep"));
    EXPECT_EQ(config.fetch.interval, parse_duration(documented("fetch", "interval")));
    EXPECT_FALSE(config.fetch.learns_interval);
    EXPECT_EQ(config.fetch.min_interval, parse_duration(documented("fetch", "min_interval")));
    EXPECT_EQ(config.fetch.max_interval, parse_duration(documented("fetch", "max_interval")));
    EXPECT_EQ(config.fetch.idle_after, std::nullopt);
    EXPECT_EQ(config.fetch.idle_interval, parse_duration(documented("fetch", "idle_interval")));
    EXPECT_EQ(config.fetch.min_speed, parse_size(documented("fetch", "min_speed")));
    EXPECT_EQ(config.fetch.timeout, parse_duration(documented("fetch", "timeout")));
    EXPECT_EQ(std::to_string(config.fetch.threads), documented("fetch", "threads"));
    EXPECT_EQ(std::to_string(config.fetch.per_host), documented("fetch", "per_host"));
    EXPECT_EQ(config.fetch.max_image_bytes, parse_size(documented("fetch", "max_image_bytes")));
    EXPECT_EQ(config.fetch.max_backoff, parse_duration(documented("fetch", "max_backoff")));
    EXPECT_EQ(documented("fetch", "on_down"), "keep");
    EXPECT_EQ(config.fetch.on_down, OnDown::kKeep);
    EXPECT_EQ(config.fetch.down_after, parse_duration(documented("fetch", "down_after")));
    EXPECT_EQ(config.site.hsts, documented("site", "hsts"));
    EXPECT_THAT(config.site.embed, ::testing::ElementsAre("*"));
    EXPECT_EQ(std::to_string(config.health.min_live), documented("health", "min_live"));
    EXPECT_EQ(config.metrics.origin_names, documented("metrics", "origin_names") == "true");
    EXPECT_EQ(config.pages.min_interval, parse_duration(documented("pages", "min_interval")));
    EXPECT_EQ(config.health.ready_timeout, parse_duration(documented("health", "ready_timeout")));
    EXPECT_EQ(config.log.summary_interval, parse_duration(documented("log", "summary_interval")));
    EXPECT_EQ(config.log.level, documented("log", "level"));
    EXPECT_EQ(config.log.json, documented("log", "format") == "json");
}

TEST(Settings, AreReadFromTheirPlaces) {
    const Config config = good(with_settings(R"(
        "$schema": "schema.json",
        "site": {"title": "T", "url": "https://e.org/cams/", "timezone": "UTC", "legacy_ids": true,
                 "hsts": "max-age=300", "embed": ["https://*.e.org", "http://h:8080"]},
        "store": {"path": "/run/livecam", "max_bytes": "auto", "keep": 0},
        "fetch": {"interval": "200ms", "timeout": "1s", "threads": 2, "per_host": 3,
                  "max_image_bytes": 4096, "user_agent": "me/1", "max_backoff": "2h",
                  "min_interval": "300ms", "max_interval": "1h", "idle_after": "90s",
                  "idle_interval": "2m", "min_speed": 0,
                  "on_down": "503", "down_after": "5s"},
        "pages": {"min_interval": "2s"},
        "log": {"summary_interval": "5m", "level": "debug", "format": "json"},
        "health": {"min_live": 5, "ready_timeout": "2m"}, "metrics": {"origin_names": true})"));
    EXPECT_EQ(config.health.min_live, 5);
    EXPECT_EQ(config.health.ready_timeout, milliseconds(120'000));
    EXPECT_TRUE(config.metrics.origin_names);
    EXPECT_EQ(config.site.title, "T");
    EXPECT_EQ(config.site.url, "https://e.org/cams");
    EXPECT_EQ(config.site.prefix, "/cams");
    EXPECT_TRUE(config.site.legacy_ids);
    EXPECT_EQ(config.site.hsts, "max-age=300");
    EXPECT_THAT(config.site.embed, ::testing::ElementsAre("https://*.e.org", "http://h:8080"));
    EXPECT_EQ(config.fetch.on_down, OnDown::kUnavailable);
    EXPECT_EQ(config.fetch.down_after, milliseconds(5000));
    EXPECT_EQ(config.store.path, "/run/livecam");
    EXPECT_EQ(config.store.max_bytes, std::nullopt);
    EXPECT_EQ(config.store.keep, 0);
    EXPECT_EQ(config.fetch.interval, milliseconds(200));
    EXPECT_EQ(config.fetch.timeout, milliseconds(1000));
    EXPECT_EQ(config.fetch.min_interval, milliseconds(300));
    EXPECT_EQ(config.fetch.max_interval, milliseconds(3'600'000));
    EXPECT_EQ(config.fetch.idle_after, milliseconds(90'000));
    EXPECT_EQ(config.fetch.idle_interval, milliseconds(120'000));
    EXPECT_EQ(config.fetch.min_speed, 0u);
    EXPECT_EQ(config.fetch.threads, 2);
    EXPECT_EQ(config.fetch.per_host, 3);
    EXPECT_EQ(config.fetch.max_image_bytes, 4096u);
    EXPECT_EQ(config.fetch.user_agent, "me/1");
    EXPECT_EQ(config.fetch.max_backoff, milliseconds(7'200'000));
    EXPECT_EQ(config.pages.min_interval, milliseconds(2000));
    EXPECT_EQ(config.log.summary_interval, milliseconds(300'000));
    EXPECT_EQ(config.log.level, "debug");
    EXPECT_TRUE(config.log.json);
}

TEST(Settings, UserAgentNamesTheSite) {
    EXPECT_THAT(good(with_settings(R"("site": {})")).fetch.user_agent,
                ::testing::MatchesRegex("livecam/[0-9.]+"));
    EXPECT_THAT(good(with_settings(R"("site": {"url": "https://e.org/"})")).fetch.user_agent,
                ::testing::MatchesRegex("livecam/[0-9.]+ \\(\\+https://e.org\\)"));
}

TEST(Settings, DefaultBackoffIsNeverBelowTheInterval) {
    EXPECT_EQ(good(with_settings(R"("fetch": {"interval": "1h"})")).fetch.max_backoff,
              milliseconds(3'600'000));
}

TEST(Settings, AnIntervalMayBeLearnedByAllCamerasOrByOne) {
    const Config config = good(R"({
        "fetch": {"interval": "auto", "min_interval": "2s", "max_interval": "1h"},
        "groups": [{"id": "g", "cameras": [
            {"name": "A", "src": "http://h/a"},
            {"name": "B", "src": "http://h/b", "interval": "7s"},
            {"name": "C", "src": "http://h/c", "min_interval": "10s", "max_interval": "1m"}]}]})");
    const auto& cameras = config.groups.at(0).cameras;
    EXPECT_TRUE(cameras.at(0).learns_interval);
    EXPECT_EQ(cameras.at(0).interval, milliseconds(3000));
    EXPECT_EQ(cameras.at(0).min_interval, milliseconds(2000));
    EXPECT_EQ(cameras.at(0).max_interval, milliseconds(3'600'000));
    EXPECT_FALSE(cameras.at(1).learns_interval);
    EXPECT_EQ(cameras.at(1).interval, milliseconds(7000));
    EXPECT_TRUE(cameras.at(2).learns_interval);
    EXPECT_EQ(cameras.at(2).interval, milliseconds(10'000)) << "begins within its limits";
    EXPECT_EQ(cameras.at(2).max_interval, milliseconds(60'000));
    EXPECT_TRUE(good(with_camera(R"("name": "A", "src": "http://h/", "interval": "auto")"))
                    .groups.at(0)
                    .cameras.at(0)
                    .learns_interval);
}

TEST(Camera, ReadsEveryMember) {
    const Config config = good(with_camera(
        R"("name": "A", "src": "http://h/a", "kind": "roadstatus", "slug": "other", "enabled": false,
           "credit": "UDOT", "link": "https://udot.example/", "interval": "1m", "on_down": "placeholder",
           "weatherStationId": 1650160, "synopticStid": "SBDU1")"));
    const Camera& camera = config.groups.at(0).cameras.at(0);
    EXPECT_EQ(camera.slug, "other");
    EXPECT_EQ(camera.kind, CameraKind::kRoadStatus);
    EXPECT_FALSE(camera.enabled);
    EXPECT_EQ(camera.credit, "UDOT");
    EXPECT_EQ(camera.link, "https://udot.example/");
    EXPECT_EQ(camera.interval, milliseconds(60'000));
    EXPECT_EQ(camera.on_down, OnDown::kPlaceholder);
    EXPECT_EQ(camera.weather_station_id, 1650160);
    EXPECT_EQ(camera.synoptic_stid, "SBDU1");
    EXPECT_EQ(find_camera(config, "other"), &camera);
    EXPECT_EQ(find_camera(config, "a"), nullptr);
    EXPECT_EQ(find_group(config, "g"), &config.groups[0]);
    EXPECT_EQ(find_group(config, "h"), nullptr);
}

TEST(Camera, AFrameWaitsForAClickOnlyWhereItSaysSo) {
    const auto waits = [](const std::string& members) {
        return good(with_camera(R"("name": "A", "src": "http://h/a", "kind": "iframe")" + members))
            .groups.at(0)
            .cameras.at(0)
            .loads_on_click;
    };
    EXPECT_FALSE(waits(""));
    EXPECT_FALSE(waits(R"(, "load": "lazy")"));
    EXPECT_TRUE(waits(R"(, "load": "click")"));
}

TEST(Camera, LegacyIdIsBase64OfTheAddressUnlessItHasUserInfo) {
    const Config config = good(
        R"({"site": {"legacy_ids": true}, "groups": [{"id": "g", "cameras": [
            {"name": "A", "src": "http://h/a"}, {"name": "B", "src": "http://u:p@h/b"}]}]})");
    EXPECT_EQ(config.groups.at(0).cameras.at(0).id, "aHR0cDovL2gvYQ==");
    EXPECT_EQ(config.groups.at(0).cameras.at(1).id, "b");
}

TEST(Camera, TwoMayShareAnAddressWithoutLegacyIds) {
    good(testing::with_cameras(
        R"({"name": "A", "src": "http://h/a"}, {"name": "B", "src": "http://h/a"})"));
}

TEST(Text, ByteOrderMarkIsSkipped) {
    good("\xEF\xBB\xBF" + with_settings(R"("site": {})"));
}

}  // namespace
}  // namespace livecam::config
