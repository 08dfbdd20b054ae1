// One line per problem: what only the whole configuration shows.
#include "sidecar/config/route_names.h"
#include "tests/unit/config/support.h"

namespace livecam::config {
namespace {

using testing::good;
using testing::lines_of;
using testing::only;
using testing::with_camera;
using testing::with_cameras;
using testing::with_group;
using testing::with_settings;

TEST(Slugs, NameThatLeavesNothing) {
    EXPECT_THAT(lines_of(with_camera(R"("name": "雪山", "src": "http://h/")")),
                only("c.json: /groups/0/cameras/0/name: \"雪山\": leaves nothing for the camera's "
                     "address; use some of a-z and 0-9, or give a \"slug\""));
}

TEST(Slugs, OwnSlugHelpsANameThatLeavesNothing) {
    const Config config =
        good(with_camera(R"("name": "雪山", "src": "http://h/", "slug": "snow")"));
    EXPECT_EQ(config.groups.at(0).cameras.at(0).slug, "snow");
}

TEST(Slugs, EmptyOrBadSlug) {
    EXPECT_THAT(lines_of(with_camera(R"("name": "A", "src": "http://h/", "slug": "A b")")),
                only("c.json: /groups/0/cameras/0/slug: \"A b\": must be 1 to 200 of a-z, 0-9 and "
                     "-"));
    EXPECT_THAT(lines_of(with_camera(R"("name": "A", "src": "http://h/", "slug": "")")),
                only("c.json: /groups/0/cameras/0/slug: \"\": must be 1 to 200 of a-z, 0-9 and -"));
}

TEST(Slugs, DuplicateOverGroupsNamesBothPlaces) {
    EXPECT_THAT(lines_of(R"({"groups": [
            {"id": "a", "cameras": [{"name": "Alta!", "src": "http://h/1"}]},
            {"id": "b", "cameras": [{"name": "B", "src": "http://h/2"},
                                    {"name": "alta", "src": "http://h/3"}]}]})"),
                only("c.json: /groups/1/cameras/1/name: \"alta\": has the address /camera/alta, as "
                     "/groups/0/cameras/0/name has; change the name or give one a \"slug\""));
}

TEST(Slugs, DuplicateOwnSlugIsReportedAtTheSlug) {
    EXPECT_THAT(lines_of(with_cameras(R"({"name": "A", "src": "http://h/1"},
                                         {"name": "B", "slug": "a", "src": "http://h/2"})")),
                only("c.json: /groups/0/cameras/1/slug: \"a\": has the address /camera/a, as "
                     "/groups/0/cameras/0/name has; change the name or give one a \"slug\""));
}

TEST(Ids, TwoCamerasWithOneLegacyId) {
    EXPECT_THAT(
        lines_of(R"({"site": {"legacy_ids": true}, "groups": [{"id": "g", "cameras": [
            {"name": "A", "src": "http://h/x?k=1"}, {"name": "B", "src": "http://h/x?k=1"}]}]})"),
        only("c.json: /groups/0/cameras/1/src: \"http://h/x?***\": is also the address of "
             "/groups/0/cameras/0, and with site.legacy_ids a camera's id is its address; remove "
             "one"));
}

TEST(Groups, DuplicateId) {
    EXPECT_THAT(lines_of(R"({"groups": [{"id": "a", "cameras": []}, {"id": "a", "cameras": []}]})"),
                only("c.json: /groups/1/id: \"a\": is also the id of /groups/0/id; choose another "
                     "id"));
}

TEST(Groups, EveryRouteNameIsTaken) {
    for (const std::string_view name :
         {"image", "camera", "api", "s", "events", "stream", "embed", "state", "healthcheck", "_",
          "sw.js", "favicon.ico", "robots.txt", "sitemap.xml", "site.webmanifest"}) {
        EXPECT_TRUE(is_route_name(name)) << name;
    }
    for (const std::string_view name : kRouteNames) {
        EXPECT_THAT(lines_of(with_group("\"cameras\": [], \"id\": \"" + std::string(name) + '"')),
                    only("c.json: /groups/0/id: \"" + std::string(name) +
                         "\": is the name of a route; choose another id"));
    }
}

TEST(Groups, IdIsAPathSegment) {
    good(with_group("\"cameras\": [], \"id\": \"" + std::string(64, 'a') + '"'));
    for (const std::string& id : {std::string(), std::string("A"), std::string("a.b"),
                                  std::string("a/b"), std::string(65, 'a')}) {
        EXPECT_THAT(
            lines_of(with_group("\"cameras\": [], \"id\": \"" + id + '"')),
            only("c.json: /groups/0/id: \"" + id + "\": must be 1 to 64 of a-z, 0-9 and -"));
    }
}

TEST(Groups, EmptyGroupIsFine) {
    good(with_group(R"("id": "g", "cameras": [])"));
}

TEST(Contradictions, StoreThatCannotHoldOnePicture) {
    EXPECT_THAT(lines_of(with_settings(R"("store": {"max_bytes": "8M"})")),
                only("c.json: /store/max_bytes: \"8M\": cannot hold one picture of "
                     "/fetch/max_image_bytes 10M; raise it or lower the other"));
    good(with_settings(R"("store": {"max_bytes": "10M"})"));
    good(with_settings(R"("store": {"max_bytes": "auto"}, "fetch": {"max_image_bytes": "256M"})"));
}

TEST(Contradictions, BackoffShorterThanTheInterval) {
    EXPECT_THAT(lines_of(with_settings(R"("fetch": {"interval": "1m", "max_backoff": "30s"})")),
                only("c.json: /fetch/max_backoff: \"30s\": is shorter than /fetch/interval 1m, so "
                     "that a failing camera would be asked more often; raise it"));
}

TEST(Contradictions, LimitsOfALearnedIntervalCross) {
    EXPECT_THAT(lines_of(with_settings(R"("fetch": {"min_interval": "10m"})")),
                only("c.json: /fetch/min_interval: \"10m\": is longer than /fetch/max_interval 5m; "
                     "lower it or raise the other"));
    EXPECT_THAT(
        lines_of(with_camera(R"("name": "A", "src": "http://h/", "max_interval": "500ms")")),
        only("c.json: /groups/0/cameras/0/min_interval: \"1s\": is longer than the "
             "camera's max_interval 500ms; lower it or raise the other"));
}

}  // namespace
}  // namespace livecam::config
