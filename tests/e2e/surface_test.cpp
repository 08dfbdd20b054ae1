// Every route that lcc.live has, and those that it lacks, by name; with the fields that all of them
// carry. Conditions, ranges and negotiation are other tests' matter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Standard base64, as lcc.live made its ids.
std::string base64(const std::string& text) {
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            bits = bits << 8 | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += i + k <= text.size() ? digits[bits >> (18 - 6 * k) & 63] : '=';
        }
    }
    return out;
}

std::string percent_encoded(const std::string& text) {
    std::string out;
    char code[4];
    for (const char c : text) {
        std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned char>(c));
        out += code;
    }
    return out;
}

constexpr char kTube[] = "https://www.tube.example/embed/x?v=1";

class Surface : public testing::Test {
  protected:
    std::string source(const std::string& id) const { return simulator.url("/cam/" + id + ".jpg"); }

    /// Groups lcc and bcc as lcc.live has them, below a prefix.
    std::string configure() const {
        const std::string text =
            R"({"site": {"title": "Snow", "url": "https://walls.example/snow", "legacy_ids": true,
                         "hsts": "max-age=300"},
                "fetch": {"interval": "300ms"},
                "groups": [
                 {"id": "lcc", "title": "Little Cottonwood Canyon", "cameras": [
                   {"name": "Superior", "src": ")" +
            source("one") + R"(", "weatherStationId": 7},
                   {"name": "Tube", "kind": "iframe", "src": ")" +
            kTube + R"("}]},
                 {"id": "bcc", "title": "Big Cottonwood Canyon", "cameras": [
                   {"name": "Dogwood <i> \"x\" 🏔", "src": ")" +
            source("two") + R"("}]}]})";
        write_file(dir / "cameras.json", text);
        return dir / "cameras.json";
    }

    Response at(const std::string& path) const { return get(nginx.url(path)); }

    rapidjson::Document json(const std::string& path) const {
        const Response answer = at(path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_EQ(answer.header("content-type"), "application/json; charset=utf-8") << path;
        rapidjson::Document document;
        document.Parse(answer.body.c_str());
        EXPECT_TRUE(document.IsObject()) << path << ": " << answer.body;
        return document;
    }

    static std::vector<std::string> keys(const rapidjson::Value& object) {
        std::vector<std::string> names;
        for (const auto& member : object.GetObject()) {
            names.emplace_back(member.name.GetString());
        }
        return names;
    }

    TempDir dir;
    Simulator simulator{{"--cameras", "2", "--interval", "1s", "--size", "160x100"}};
    StoreDir store;
    Livecamd livecamd{configure(), store.path()};
    bool ready = livecamd.wait_pictures();
    Nginx nginx{store.path()};
};

TEST_F(Surface, Pages) {
    ASSERT_TRUE(ready) << livecamd.log();
    for (const auto& [path, title] : std::map<std::string, std::string>{
             {"/", "Little Cottonwood Canyon"},
             {"/lcc", "Little Cottonwood Canyon"},
             {"/bcc", "Big Cottonwood Canyon"},
             {"/camera/superior", "Superior"},
             {"/camera/tube", "Tube"},
             {"/camera/dogwood-i-x", "Dogwood &lt;i&gt; &quot;x&quot; 🏔"},
             {"/embed/superior", "Superior"}}) {
        const Response page = at(path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8") << path;
        EXPECT_THAT(page.body, AllOf(StartsWith("<!DOCTYPE html>"), HasSubstr(title))) << path;
        EXPECT_THAT(page.body, Not(HasSubstr("127.0.0.1"))) << "an origin's address";
        EXPECT_THAT(
            page.header("content-security-policy"),
            AllOf(HasSubstr("default-src 'none'"), HasSubstr("script-src 'self';"),
                  HasSubstr("frame-src https://www.tube.example"), Not(HasSubstr("unsafe"))))
            << path;
        const bool embed = path.starts_with("/embed/");
        EXPECT_EQ(page.header("x-frame-options"), embed ? "" : "DENY") << path;
        EXPECT_THAT(page.header("content-security-policy"),
                    HasSubstr(embed ? "frame-ancestors *;" : "frame-ancestors 'none';"))
            << path;
        EXPECT_EQ(page.header("referrer-policy"), "strict-origin-when-cross-origin") << path;
        EXPECT_EQ(page.header("permissions-policy"), "camera=(), microphone=(), geolocation=()");
        EXPECT_EQ(page.header("strict-transport-security"), "max-age=300") << path;
        EXPECT_NE(page.header("etag"), "") << path;
    }
    EXPECT_THAT(at("/").body,
                HasSubstr("<link rel=\"canonical\" href=\"https://walls.example/snow/\">"));
    EXPECT_THAT(at("/camera/superior").body,
                HasSubstr("content=\"https://walls.example/snow/image/superior\""));
    for (const char* path : {"/LCC", "/bcc/", "/nothing", "/s/", "/embed/"}) {
        EXPECT_EQ(at(path).status, 404) << path;
    }
}

TEST_F(Surface, JsonThatTheNativeClientsRead) {
    ASSERT_TRUE(ready) << livecamd.log();
    for (const char* path : {"/.json", "/lcc.json"}) {
        const auto group = json(path);
        EXPECT_THAT(keys(group),
                    testing::ElementsAre("name", "etag", "status", "cameras", "facts"));
        EXPECT_STREQ(group["name"].GetString(), "LCC");
        EXPECT_THAT(group["etag"].GetString(), testing::MatchesRegex("\"[0-9a-f]+\""));
        const auto& camera = group["cameras"][0];
        auto names = keys(camera);
        names.resize(6);
        EXPECT_THAT(names,
                    testing::ElementsAre("id", "kind", "src", "alt", "canyon", "weatherStationId"));
        EXPECT_EQ(camera["id"].GetString(), base64(source("one")));
        EXPECT_EQ(camera["src"].GetString(),
                  "https://walls.example/snow/image/" + base64(source("one")));
        EXPECT_STREQ(camera["state"].GetString(), "live");
        EXPECT_STREQ(group["cameras"][1]["src"].GetString(), kTube);
    }
    EXPECT_STREQ(json("/bcc.json")["cameras"][0]["alt"].GetString(), "Dogwood <i> \"x\" 🏔");
    const auto camera = json("/camera/superior.json");
    EXPECT_THAT(keys(camera), testing::ElementsAre("Camera", "CanyonName", "CanyonPath", "ImageURL",
                                                   "WeatherStation"));
    EXPECT_STREQ(camera["CanyonPath"].GetString(), "/snow/");
    EXPECT_EQ(camera["ImageURL"].GetString(), "/snow/image/" + base64(source("one")));
    EXPECT_STREQ(camera["Camera"]["state"].GetString(), "live");
    EXPECT_STREQ(camera["Camera"]["shown"].GetString(), "picture");
    EXPECT_EQ(json("/camera/tube.json")["ImageURL"].GetStringLength(), 0u);
}

TEST_F(Surface, CameraJsonFollowsItsPictures) {
    ASSERT_TRUE(ready) << livecamd.log();
    const auto image = [&] {
        return std::string(json("/camera/superior.json")["Camera"]["image"].GetString());
    };
    const std::string before = image();
    ASSERT_TRUE(before.starts_with("/snow/image/superior/")) << before;
    EXPECT_TRUE(until([&] { return image() != before; }));
    EXPECT_EQ(at(image().substr(5)).status, 200);
}

TEST_F(Surface, PicturesBySlugByIdAndByItsEncodedForm) {
    ASSERT_TRUE(ready) << livecamd.log();
    get(simulator.url("/control/pin?camera=one"));
    const std::string id = base64(source("one"));
    Response by_slug;
    ASSERT_TRUE(until([&] {
        by_slug = at("/image/superior");
        std::this_thread::sleep_for(1s);  // a fetch that was under way has ended
        return at("/image/superior").header("etag") == by_slug.header("etag");
    }));
    EXPECT_EQ(by_slug.status, 200);
    EXPECT_EQ(by_slug.header("content-type"), "image/jpeg");
    std::string etag = by_slug.header("etag");
    etag = etag.substr(1, etag.size() - 2);
    for (const std::string& path : {"/image/" + id, "/image/" + percent_encoded(id),
                                    "/image/superior/" + etag, "/image/" + id + "/" + etag}) {
        const Response picture = at(path);
        EXPECT_EQ(picture.status, 200) << path;
        EXPECT_EQ(picture.body, by_slug.body) << path;
        EXPECT_EQ(picture.header("etag"), by_slug.header("etag")) << path;
    }
    EXPECT_EQ(head(nginx.url("/image/" + id)).status, 200);
    for (const std::string& path : {"/camera/" + id, "/camera/" + percent_encoded(id)}) {
        const Response moved = at(path);
        EXPECT_EQ(moved.status, 301) << path;
        EXPECT_THAT(moved.header("location"), testing::EndsWith("/snow/camera/superior")) << path;
    }
    EXPECT_THAT(at("/camera/" + id + ".json").header("location"),
                testing::EndsWith("/snow/camera/superior.json"));
}

TEST_F(Surface, Misses) {
    ASSERT_TRUE(ready) << livecamd.log();
    for (const char* path :
         {"/image/nobody", "/image/superior.jpg", "/image/tube", "/image/", "/image/%00"}) {
        const Response miss = at(path);
        EXPECT_EQ(miss.status == 404 || miss.status == 400, true) << path << " " << miss.status;
    }
    const Response image = at("/image/superior.jpg");
    EXPECT_EQ(image.status, 404);
    EXPECT_THAT(image.body, StartsWith("image not found"));
    EXPECT_THAT(at("/camera/<script>").body,
                AllOf(StartsWith("Camera not found"), Not(HasSubstr("script"))));
    EXPECT_EQ(at("/embed/nobody").status, 404);
    for (const char* path : {"/api/canyon/lcc/udot", "/api/canyon/XCC/udot", "/api/canyon/LCC"}) {
        const Response miss = at(path);
        EXPECT_EQ(miss.status, 400) << path;
        EXPECT_THAT(miss.body, StartsWith("Invalid canyon. Must be LCC or BCC")) << path;
    }
}

TEST_F(Surface, CanyonFactsKeepTheirEtag) {
    ASSERT_TRUE(ready) << livecamd.log();
    for (const char* path : {"/api/canyon/LCC/udot", "/api/canyon/BCC/udot"}) {
        const auto facts = json(path);
        EXPECT_TRUE(facts["roadConditions"].IsArray() && facts["events"].IsArray());
        EXPECT_TRUE(facts["lastUpdated"].IsInt64());
        const std::string etag = at(path).header("etag");
        EXPECT_EQ(get(nginx.url(path), {"If-None-Match: " + etag}).status, 304) << path;
    }
    const std::string before = at("/api/canyon/LCC/udot").header("etag");
    const std::string page = at("/lcc.json").header("etag");
    EXPECT_TRUE(until([&] { return at("/lcc.json").header("etag") != page; }));
    EXPECT_EQ(at("/api/canyon/LCC/udot").header("etag"), before);
}

TEST_F(Surface, FilesOfTheSite) {
    ASSERT_TRUE(ready) << livecamd.log();
    for (const auto& [path, type] :
         std::map<std::string, std::string>{{"/favicon.ico", "image/x-icon"},
                                            {"/apple-touch-icon.png", "image/png"},
                                            {"/og-image.png", "image/png"},
                                            {"/robots.txt", "text/plain; charset=utf-8"},
                                            {"/sitemap.xml", "application/xml; charset=utf-8"},
                                            {"/site.webmanifest", "application/manifest+json"},
                                            {"/sw.js", "text/javascript; charset=utf-8"}}) {
        const Response file = at(path);
        EXPECT_EQ(file.status, 200) << path;
        EXPECT_EQ(file.header("content-type"), type) << path;
        EXPECT_FALSE(file.body.empty()) << path;
    }
    EXPECT_EQ(at("/sw.js").header("cache-control"), "no-cache");
    EXPECT_THAT(at("/sitemap.xml").body,
                HasSubstr("<loc>https://walls.example/snow/camera/superior</loc>"));
    const std::string page = at("/").body;
    const std::size_t style = page.find("/snow/s/wall.");
    ASSERT_NE(style, std::string::npos);
    const Response file = at(page.substr(style + 5, page.find('"', style) - style - 5));
    EXPECT_EQ(file.status, 200);
    EXPECT_THAT(file.header("cache-control"), HasSubstr("max-age=31536000, immutable"));
}

TEST_F(Surface, EveryAnswerNamesItsVersionAndForbidsSniffing) {
    ASSERT_TRUE(ready) << livecamd.log();
    const std::string id = base64(source("one"));
    for (const std::string& path :
         {std::string("/"), std::string("/lcc.json"), std::string("/image/superior"),
          "/image/" + id, "/camera/" + id, std::string("/image/nobody"),
          std::string("/image/superior/0123456789abcdef"), std::string("/camera/superior"),
          std::string("/api/canyon/x"), std::string("/healthcheck"), std::string("/_/version"),
          std::string("/sw.js"), std::string("/favicon.ico")}) {
        const Response answer = at(path);
        EXPECT_EQ(answer.header("x-content-type-options"), "nosniff") << path;
        EXPECT_THAT(answer.header("x-version"), testing::MatchesRegex("[0-9.]+(-[0-9a-f]+)?"))
            << path;
    }
}

/// iOS asks every 5 s with both validators, Android with another ?r= each time and none; iOS also
/// posts numbers about itself, to an address that lcc.live does not have.
TEST_F(Surface, WhatTheAppsAskForIsAnsweredAsTheyNeedIt) {
    ASSERT_TRUE(ready) << livecamd.log();
    get(simulator.url("/control/pin?camera=one"));
    Response picture;
    ASSERT_TRUE(until([&] {
        picture = at("/image/superior");
        return head(nginx.url("/image/superior?r=8")).header("etag") == picture.header("etag");
    }));
    EXPECT_GT(picture.body.size(), 100u) << "less is no picture to iOS";
    EXPECT_THAT(picture.header("last-modified"),
                testing::MatchesRegex("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} "
                                      "[0-9]{2}:[0-9]{2}:[0-9]{2} GMT"));
    const std::vector<std::string> both = {"If-None-Match: " + picture.header("etag"),
                                           "If-Modified-Since: " + picture.header("last-modified")};
    EXPECT_EQ(get(nginx.url("/image/superior"), both).status, 304);
    const Response busted = at("/image/superior?r=9");
    EXPECT_EQ(busted.body, picture.body);
    EXPECT_EQ(busted.header("etag"), picture.header("etag"));

    const Response version = head(nginx.url("/"));
    EXPECT_EQ(version.status, 200);
    EXPECT_NE(version.header("x-version"), "") << "iOS loads all anew when it changes";
    EXPECT_NE(head(nginx.url("/lcc.json")).header("etag"), "") << "Android does so with this";

    Client app;
    EXPECT_EQ(app.post(nginx.url("/api/metrics"), R"([{"event":"x"}])").status, 404);
    EXPECT_EQ(app.send({.url = nginx.url("/lcc.json")}).status, 200) << "on the same connection";
}

TEST_F(Surface, StateForPeople) {
    ASSERT_TRUE(ready) << livecamd.log();
    const Finished all = ctl(store.path(), {"state"});
    EXPECT_EQ(all.code, 0);
    EXPECT_THAT(all.output,
                AllOf(StartsWith("CAMERA"), HasSubstr("\nsuperior"), HasSubstr("\ndogwood-i-x"),
                      HasSubstr("live"), HasSubstr("NEXT DUE"), Not(HasSubstr("127.0.0.1"))));
    const Finished one = ctl(store.path(), {"state", "superior"});
    EXPECT_THAT(one.output,
                AllOf(HasSubstr("state         live\n"), ContainsRegex("http status   (200|304)\n"),
                      HasSubstr("next due      20"), Not(HasSubstr("dogwood"))));
    const Finished json = ctl(store.path(), {"state", "superior", "--json"});
    EXPECT_THAT(json.output, StartsWith("{\"camera\":\"superior\",\"state\":\"live\""));
    EXPECT_EQ(ctl(store.path(), {"state", "nobody"}).code, 1);
    EXPECT_GT(status_of(store.path(), "superior").next_due, 0);
}

}  // namespace
}  // namespace livecam::e2e
