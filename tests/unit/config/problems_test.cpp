// One line per problem: what a schema can find.
#include "tests/unit/config/support.h"

namespace livecam::config {
namespace {

using testing::lines_of;
using testing::only;
using testing::with_camera;
using testing::with_cameras;
using testing::with_group;
using testing::with_settings;

struct Case {
    const char* name;
    std::string text;
    const char* line;
};

/// How gtest names a case; by itself it would print the bytes of the struct.
void PrintTo(const Case& test, std::ostream* out) {
    *out << test.name;
}

class Schema : public ::testing::TestWithParam<Case> {};

TEST_P(Schema, ProblemIsOneLineWithPlaceValueAndRemedy) {
    EXPECT_THAT(lines_of(GetParam().text), only("c.json: " + std::string(GetParam().line)));
}

const auto name_of = [](const auto& info) { return std::string(info.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Shape, Schema,
    ::testing::Values(
        Case{"array", "[]", "[]: must be an object in { }"},
        Case{"text", "\"x\"", "\"x\": must be an object in { }"},
        Case{"nothing", "{}", "{}: has no \"groups\"; add it"},
        Case{"no_groups", "{\"groups\": []}", "/groups: []: must not be empty"},
        Case{"groups_type", "{\"groups\": {}}", "/groups: {}: must be an array in [ ]"},
        Case{"group_type", "{\"groups\": [7]}", "/groups/0: 7: must be an object in { }"},
        Case{"group_without_id", with_group("\"cameras\": []"),
             "/groups/0: {…}: has no \"id\"; add it"},
        Case{"group_without_cameras", with_group("\"id\": \"g\""),
             "/groups/0: {…}: has no \"cameras\"; add it"},
        Case{"camera_without_src", with_camera("\"name\": \"A\""),
             "/groups/0/cameras/0: {…}: has no \"src\"; add it"},
        Case{"camera_without_name", with_camera("\"src\": \"http://h/\""),
             "/groups/0/cameras/0: {…}: has no \"name\"; add it"},
        Case{"name_type", with_camera(R"("name": null, "src": "http://h/")"),
             "/groups/0/cameras/0/name: null: must be a string in quotes"},
        Case{"name_empty", with_camera(R"("name": "", "src": "http://h/")"),
             "/groups/0/cameras/0/name: \"\": must not be empty"},
        Case{"name_long",
             with_camera("\"name\": \"" + std::string(301, 'n') + R"(", "src": "http://h/")"),
             "/groups/0/cameras/0/name: "
             "\"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…\": "
             "must have at most 300 characters; shorten it"},
        Case{"enabled_type", with_camera(R"("name": "A", "src": "http://h/", "enabled": "no")"),
             "/groups/0/cameras/0/enabled: \"no\": must be true or false, without quotes"},
        Case{"kind", with_camera(R"("name": "A", "src": "http://h/", "kind": "webcam")"),
             "/groups/0/cameras/0/kind: \"webcam\": must be one of \"img\", \"iframe\", "
             "\"roadstatus\""},
        Case{"kind_type", with_camera(R"("name": "A", "src": "http://h/", "kind": 1)"),
             "/groups/0/cameras/0/kind: 1: must be one of \"img\", \"iframe\", \"roadstatus\""},
        Case{"station", with_camera(R"("name": "A", "src": "http://h/", "weatherStationId": "1")"),
             "/groups/0/cameras/0/weatherStationId: \"1\": must be an integer from 1 to "
             "9007199254740991"},
        Case{"unknown_key", with_camera(R"("name": "A", "src": "http://h/", "intervall": "3s")"),
             "/groups/0/cameras/0/intervall: \"…\": is not a known key; did you mean "
             "\"interval\"?"},
        Case{"unknown_key_alone", with_settings("\"plugins\": [1]"),
             "/plugins: […]: is not a known key; remove it"},
        Case{"unknown_key_keeps_its_secret",
             with_camera(R"("name": "A", "src": "http://h/", "password": "hunter2")"),
             "/groups/0/cameras/0/password: \"…\": is not a known key; remove it"},
        Case{"key_escaped", with_settings("\"a/b~c\\n\": 1"),
             "/a~1b~0c\\u000a: 1: is not a known key; remove it"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Settings, Schema,
    ::testing::Values(
        Case{"keep_high", with_settings(R"("store": {"keep": 4})"),
             "/store/keep: 4: must be an integer from 0 to 3"},
        Case{"keep_low", with_settings(R"("store": {"keep": -1})"),
             "/store/keep: -1: must be an integer from 0 to 3"},
        Case{"keep_fraction", with_settings(R"("store": {"keep": 1.5})"),
             "/store/keep: 1.5: must be an integer from 0 to 3"},
        Case{"threads_huge", with_settings(R"("fetch": {"threads": 18446744073709551615})"),
             "/fetch/threads: 18446744073709551615: must be an integer from 1 to 64"},
        Case{"per_host", with_settings(R"("fetch": {"per_host": 0})"),
             "/fetch/per_host: 0: must be an integer from 1 to 64"},
        Case{"interval_number", with_settings(R"("fetch": {"interval": 3})"),
             "/fetch/interval: 3: must be a duration in quotes, such as \"3s\" (units ms, s, m, "
             "h), or \"auto\""},
        Case{"interval_unit", with_settings(R"("fetch": {"interval": "3 sec"})"),
             "/fetch/interval: \"3 sec\": must be a duration in quotes, such as \"3s\" (units ms, "
             "s, m, h), or \"auto\""},
        Case{"auto_is_for_the_interval_only", with_settings(R"("fetch": {"timeout": "auto"})"),
             "/fetch/timeout: \"auto\": must be a duration in quotes, such as \"3s\" (units ms, s, "
             "m, h)"},
        Case{"min_interval_short", with_settings(R"("fetch": {"min_interval": "100ms"})"),
             "/fetch/min_interval: \"100ms\": must be from 200ms to 24h"},
        Case{"max_interval_long", with_settings(R"("fetch": {"max_interval": "25h"})"),
             "/fetch/max_interval: \"25h\": must be from 200ms to 24h"},
        Case{"camera_min_interval",
             with_camera(R"("name": "A", "src": "http://h/", "min_interval": "0s")"),
             "/groups/0/cameras/0/min_interval: \"0s\": must be from 200ms to 24h"},
        Case{"camera_max_interval",
             with_camera(R"("name": "A", "src": "http://h/", "max_interval": "25h")"),
             "/groups/0/cameras/0/max_interval: \"25h\": must be from 200ms to 24h"},
        Case{"idle_after", with_settings(R"("fetch": {"idle_after": "10ms"})"),
             "/fetch/idle_after: \"10ms\": must be from 1s to 24h"},
        Case{"idle_interval", with_settings(R"("fetch": {"idle_interval": "25h"})"),
             "/fetch/idle_interval: \"25h\": must be from 1s to 24h"},
        Case{"min_speed", with_settings(R"("fetch": {"min_speed": "2G"})"),
             "/fetch/min_speed: \"2G\": must be from 0 to 1G"},
        Case{"interval_short", with_settings(R"("fetch": {"interval": "199ms"})"),
             "/fetch/interval: \"199ms\": must be from 200ms to 24h"},
        Case{"camera_interval",
             with_camera(R"("name": "A", "src": "http://h/", "interval": "25h")"),
             "/groups/0/cameras/0/interval: \"25h\": must be from 200ms to 24h"},
        Case{"timeout_long", with_settings(R"("fetch": {"timeout": "61s"})"),
             "/fetch/timeout: \"61s\": must be from 100ms to 60s"},
        Case{"size_unit", with_settings(R"("fetch": {"max_image_bytes": "10MB"})"),
             "/fetch/max_image_bytes: \"10MB\": must be a size, such as \"10M\" (units K, M, G) or "
             "a number of bytes"},
        Case{"size_small", with_settings(R"("fetch": {"max_image_bytes": 0})"),
             "/fetch/max_image_bytes: 0: must be from 1K to 256M"},
        Case{"size_negative", with_settings(R"("fetch": {"max_image_bytes": -5})"),
             "/fetch/max_image_bytes: -5: must be from 1K to 256M"},
        Case{"size_fraction", with_settings(R"("fetch": {"max_image_bytes": 1.5})"),
             "/fetch/max_image_bytes: 1.5: must be a size, such as \"10M\" (units K, M, G) or a "
             "number of bytes"},
        Case{"max_bytes", with_settings(R"("store": {"max_bytes": "lots"})"),
             "/store/max_bytes: \"lots\": must be a size, such as \"512M\" (units K, M, G), a "
             "number of bytes, or \"auto\""},
        Case{"auto_is_for_the_store_only", with_settings(R"("fetch": {"max_image_bytes": "auto"})"),
             "/fetch/max_image_bytes: \"auto\": must be a size, such as \"10M\" (units K, M, G) or "
             "a number of bytes"},
        Case{"path", with_settings(R"("store": {"path": "livecam"})"),
             "/store/path: \"livecam\": must be an absolute path to a directory of livecamd's own, "
             "such as /dev/shm/livecam"},
        Case{"user_agent", with_settings(R"("fetch": {"user_agent": "a\r\nX: y"})"),
             "/fetch/user_agent: \"a\\u000d\\u000aX: y\": is sent as a header; use printable ASCII "
             "only"},
        Case{"language", with_settings(R"("site": {"language": "de"})"),
             "/site/language: \"de\": must be \"en\""},
        Case{"ready_timeout", with_settings(R"("health": {"ready_timeout": "900ms"})"),
             "/health/ready_timeout: \"900ms\": must be from 1s to 1h"},
        Case{"min_live", with_settings(R"("health": {"min_live": -1})"),
             "/health/min_live: -1: must be an integer from 0 to 100000"},
        Case{"origin_names", with_settings(R"("metrics": {"origin_names": "yes"})"),
             "/metrics/origin_names: \"yes\": must be true or false, without quotes"},
        Case{"level", with_settings(R"("log": {"level": "loud"})"),
             "/log/level: \"loud\": must be one of \"trace\", \"debug\", \"info\", \"warn\", "
             "\"error\""},
        Case{"log_format", with_settings(R"("log": {"format": "xml"})"),
             "/log/format: \"xml\": must be one of \"text\", \"json\""},
        Case{"timezone", with_settings(R"("site": {"timezone": "Mars/Olympus"})"),
             "/site/timezone: \"Mars/Olympus\": is not a time zone under /usr/share/zoneinfo; use "
             "an IANA name such as America/Denver (Debian package tzdata)"},
        Case{"timezone_outside", with_settings(R"("site": {"timezone": "../zoneinfo/UTC"})"),
             "/site/timezone: \"../zoneinfo/UTC\": is not a time zone under /usr/share/zoneinfo; "
             "use an IANA name such as America/Denver (Debian package tzdata)"},
        Case{"hsts", with_settings(R"("site": {"hsts": "max-age=1y"})"),
             "/site/hsts: \"max-age=1y\": must be such as \"max-age=31536000; "
             "includeSubDomains\""},
        Case{"hsts_without_age", with_settings(R"("site": {"hsts": "includeSubDomains"})"),
             "/site/hsts: \"includeSubDomains\": must be such as \"max-age=31536000; "
             "includeSubDomains\""},
        Case{"hsts_lines", with_settings(R"("site": {"hsts": "max-age=1\r\nX: y"})"),
             "/site/hsts: \"max-age=1\\u000d\\u000aX: y\": must be such as "
             "\"max-age=31536000; includeSubDomains\""},
        Case{"hsts_over_http",
             with_settings(R"("site": {"url": "http://h", "hsts": "max-age=300"})"),
             "/site/hsts: \"max-age=300\": is for https, and /site/url begins with http://; "
             "remove it or correct the url"},
        Case{"embed_type", with_settings(R"("site": {"embed": "*"})"),
             "/site/embed: \"*\": must be an array in [ ]"},
        Case{"embed_path", with_settings(R"("site": {"embed": ["https://h/x"]})"),
             "/site/embed/0: \"https://h/x\": must be an origin such as "
             "\"https://example.org\", or \"*\""},
        Case{"embed_policy", with_settings(R"("site": {"embed": ["https://h;script-src"]})"),
             "/site/embed/0: \"https://h;script-src\": must be an origin such as "
             "\"https://example.org\", or \"*\""},
        Case{"on_down", with_settings(R"("fetch": {"on_down": 503})"),
             "/fetch/on_down: 503: must be one of \"keep\", \"placeholder\", \"503\""},
        Case{"on_down_of_a_camera",
             with_camera(R"("name": "A", "src": "http://h/", "on_down": "hide")"),
             "/groups/0/cameras/0/on_down: \"hide\": must be one of \"keep\", "
             "\"placeholder\", \"503\""},
        Case{"load", with_camera(R"("name": "A", "src": "http://h/", "load": "later")"),
             "/groups/0/cameras/0/load: \"later\": must be one of \"lazy\", \"click\""},
        Case{"down_after", with_settings(R"("fetch": {"down_after": "0s"})"),
             "/fetch/down_after: \"0s\": must be from 1s to 168h"},
        Case{"section_type", with_settings(R"("fetch": "3s")"),
             "/fetch: \"3s\": must be an object in { }"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Addresses, Schema,
    ::testing::Values(
        Case{"ftp", with_camera(R"("name": "A", "src": "ftp://h/x")"),
             "/groups/0/cameras/0/src: \"ftp://h/x\": is not an http or https address; start it "
             "with http:// or https://"},
        Case{"iframe_script",
             with_camera(R"j("name": "A", "kind": "iframe", "src": "javascript:alert(1)")j"),
             "/groups/0/cameras/0/src: \"javascript:alert(1)\": is not an http or https address; "
             "start it with http:// or https://"},
        Case{"password_hidden", with_camera(R"("name": "A", "src": "admin:hunter2@cam/x?pwd=y")"),
             "/groups/0/cameras/0/src: \"***@cam/x?***\": is not an http or https address; start "
             "it with http:// or https://"},
        Case{"password_with_slash",
             with_camera(R"("name": "A", "src": "http://admin:hun/ter2@cam/x")"),
             "/groups/0/cameras/0/src: \"http://***@cam/x\": has a port that is not a number from "
             "1 to 65535; correct it, and write / ? # @ and : in a password as %2F %3F %23 %40 and "
             "%3A"},
        Case{"long_src",
             with_camera("\"name\": \"A\", \"src\": \"http://h/" + std::string(2000, 'x') + "\""),
             "/groups/0/cameras/0/src: "
             "\"http://h/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\": "
             "is longer than 2000 bytes; use a shorter address"},
        Case{"control_in_src", with_camera(R"("name": "A", "src": "http://h/\u0000")"),
             "/groups/0/cameras/0/src: \"http://h/\\u0000\": holds a control character; remove "
             "it"},
        Case{"control_in_name", with_camera(R"("name": "A\u001b[31m", "src": "http://h/")"),
             "/groups/0/cameras/0/name: \"A\\u001b[31m\": holds a control character, \\u001b at "
             "character 2; remove it"},
        Case{"link", with_camera(R"("name": "A", "src": "http://h/", "link": "example.org")"),
             "/groups/0/cameras/0/link: \"example.org\": is not an http or https address; start it "
             "with http:// or https://"},
        Case{"link_user_info",
             with_camera(R"("name": "A", "src": "http://h/", "link": "http://u:p@h/")"),
             "/groups/0/cameras/0/link: \"http://***@h/\": is shown to everyone; remove the user "
             "info before the @"},
        Case{"iframe_user_info",
             with_camera(R"("name": "A", "kind": "iframe", "src": "http://u:p@h/")"),
             "/groups/0/cameras/0/src: \"http://***@h/\": an iframe's address is shown to "
             "everyone; remove the user info before the @"},
        Case{"site_url_query", with_settings(R"("site": {"url": "https://h/?a=1"})"),
             "/site/url: \"https://h/?***\": must end with its path; remove what follows from the "
             "? or #"},
        Case{"site_url_dots", with_settings(R"("site": {"url": "https://h/a/.."})"),
             "/site/url: \"https://h/a/..\": has a path that cannot be a prefix; use letters, "
             "digits, - . _ ~ and single /"},
        Case{"site_url_scheme", with_settings(R"("site": {"url": "cams.example"})"),
             "/site/url: \"cams.example\": is not an http or https address; start it with http:// "
             "or https://"}),
    name_of);

TEST(AllAtOnce, ProblemsOfEveryKindComeInOneListInOrder) {
    EXPECT_THAT(
        lines_of(R"({"site": {"titel": "x"}, "fetch": {"interval": "soon", "threads": 99},
                     "groups": [{"id": "image", "cameras": [
                         {"name": "A", "src": "x"}, {"name": "a", "src": "http://h/"}, 3]},
                         {"id": "Big", "cameras": "none"}]})"),
        ::testing::ElementsAre(
            "c.json: /fetch/interval: \"soon\": must be a duration in quotes, such as \"3s\" "
            "(units ms, s, m, h), or \"auto\"",
            "c.json: /fetch/threads: 99: must be an integer from 1 to 64",
            "c.json: /groups/0/cameras/0/src: \"x\": is not an http or https address; start it "
            "with http:// or https://",
            "c.json: /groups/0/cameras/1/name: \"a\": has the address /camera/a, as "
            "/groups/0/cameras/0/name has; change the name or give one a \"slug\"",
            "c.json: /groups/0/cameras/2: 3: must be an object in { }",
            "c.json: /groups/0/id: \"image\": is the name of a route; choose another id",
            "c.json: /groups/1/cameras: \"none\": must be an array in [ ]",
            "c.json: /groups/1/id: \"Big\": must be 1 to 64 of a-z, 0-9 and -",
            "c.json: /site/titel: \"…\": is not a known key; did you mean \"title\"?"));
}

TEST(AllAtOnce, SeveralUnknownKeysOfOneObject) {
    EXPECT_THAT(lines_of(with_settings(R"("log": {"lvl": 1, "x": 2, "y": 3})")),
                ::testing::SizeIs(3));
}

TEST(AllAtOnce, AnEndlessListIsCutAndCounted) {
    std::string cameras = "{}";
    for (int i = 1; i < 600; ++i) {
        cameras += ",{}";
    }
    const auto lines = lines_of(with_cameras(cameras));
    ASSERT_EQ(lines.size(), 1001u);
    EXPECT_EQ(lines.back(), "c.json: has 200 more problems; mend these first");
}

TEST(LongStrings, AreCheckedWithoutDeepRecursion) {
    const std::string text =
        with_camera("\"name\": \"A\", \"src\": \"http://h/\", \"interval\": \"" +
                    std::string(8'000'000, '1') + "\"");
    EXPECT_THAT(lines_of(text), ::testing::SizeIs(1));
}

}  // namespace
}  // namespace livecam::config
