#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "tests/unit/pages/wall_fixture.h"

namespace livecam::pages {
namespace {

TEST(Fixed, EveryPathIsGivenOnce) {
    config::Config config = small_config();
    config.site.legacy_ids = true;
    config.groups[0].cameras[0].id = "aHR0cDovL3g/eT0x";
    std::set<std::string> paths;
    for (const Body& body : all_bodies(config, small_snapshot())) {
        EXPECT_TRUE(paths.insert(body.path).second) << body.path;
    }
    for (const char* path : {"/",
                             "/.json",
                             "/lcc",
                             "/lcc.json",
                             "/bcc",
                             "/bcc.json",
                             "/camera/superior",
                             "/camera/superior.json",
                             "/camera/tube",
                             "/camera/road",
                             "/favicon.ico",
                             "/robots.txt",
                             "/image/",
                             "/camera/",
                             "/embed/",
                             "/api/canyon/",
                             "/healthcheck",
                             "/_/version",
                             "/_/metrics",
                             "/api/state.json",
                             "/embed/superior",
                             "/api/canyon/LCC/udot",
                             "/api/canyon/BCC/udot",
                             "/sw.js",
                             "/sitemap.xml",
                             "/site.webmanifest",
                             "/apple-touch-icon.png",
                             "/og-image.png"}) {
        EXPECT_EQ(paths.count(path), 1u) << path;
    }
}

TEST(Fixed, StaticFilesAreNamedByTheirContentAndKeptForEver) {
    const auto all = all_bodies(small_config(), small_snapshot());
    const std::string wall = body_at(all, "/").content;
    int found = 0;
    for (const Body& body : all) {
        if (!body.path.starts_with("/s/")) {
            continue;
        }
        ++found;
        const std::size_t dot = body.path.find('.');
        EXPECT_EQ(body.path.find('.', dot + 1), dot + 9) << body.path;
        EXPECT_EQ(body.flags, kFlagImmutable);
        EXPECT_EQ(body.max_age_s, 31536000u);
        EXPECT_EQ(body.compress, !body.path.ends_with(".png")) << body.path;
    }
    EXPECT_EQ(found, 15);  // style, ten scripts, favicon, two icons, placeholder
    for (const char* name : {"/s/wall.", "/s/favicon."}) {
        EXPECT_GE(count(wall, std::string("\"") + name), 1u) << name;
    }
}

/// "b.mjs" of a directory in which "a.mjs" imports it.
std::string importing(const std::string& imported, std::string* path, std::string* error) {
    const std::string dir = ::testing::TempDir() + "assets_import/";
    std::filesystem::create_directories(dir);
    std::ofstream(dir + "a.mjs") << "import { b } from \"./b.mjs\";\n";
    std::ofstream(dir + "b.mjs") << imported;
    Assets assets{TemplateSource::directory(dir)};
    const auto found = assets.path("a.mjs");
    *path = found.value_or("");
    *error = found ? "" : found.error().message;
    const auto bodies = assets.bodies();
    return bodies.empty() ? "" : bodies.front().content;
}

TEST(Fixed, AScriptImportsByNamesThatFollowTheContent) {
    std::string one;
    std::string other;
    std::string error;
    EXPECT_EQ(importing("1", &one, &error),
              "import { b } from \"." + fingerprinted_path("b.mjs", "1").substr(2) + "\";\n");
    importing("2", &other, &error);
    EXPECT_NE(one, other);
}

TEST(Fixed, AScriptThatImportsItselfOrNothingIsRefused) {
    std::string path;
    std::string error;
    importing("import \"./a.mjs\";", &path, &error);
    EXPECT_NE(error.find("does it import itself?"), std::string::npos) << error;
    importing("import \"./c.mjs\";", &path, &error);
    EXPECT_NE(error.find("c.mjs"), std::string::npos) << error;
}

TEST(Fixed, AnotherContentIsAnotherName) {
    EXPECT_NE(fingerprinted_path("wall.css", "a"), fingerprinted_path("wall.css", "b"));
    EXPECT_EQ(fingerprinted_path("wall.css", "a"), fingerprinted_path("wall.css", "a"));
}

TEST(Fixed, MissesSayWhatTheReferenceSays) {
    const auto all = all_bodies(small_config(), small_snapshot());
    const std::map<std::string, std::pair<int, std::string>> expected = {
        {"/image/", {404, "image not found\n"}},
        {"/camera/", {404, "Camera not found\n"}},
        {"/api/canyon/", {400, "Invalid canyon. Must be LCC or BCC\n"}},
    };
    for (const auto& [path, answer] : expected) {
        const Body body = body_at(all, path);
        EXPECT_EQ(body.kind, Kind::kMiss);
        EXPECT_EQ(body.status, answer.first);
        EXPECT_EQ(body.content, answer.second);
    }
}

TEST(Fixed, MissOfCanyonsNamesTheGroupsThereAre) {
    config::Config config = small_config();
    config.groups[0].id = "north";
    EXPECT_EQ(body_at(all_bodies(config, small_snapshot()), "/api/canyon/").content,
              "Invalid canyon. Must be NORTH or BCC\n");
}

TEST(Fixed, HealthAndVersionAreLeftToTheReader) {
    const auto all = all_bodies(small_config(), small_snapshot());
    EXPECT_EQ(body_at(all, "/healthcheck").kind, Kind::kHealth);
    EXPECT_EQ(body_at(all, "/_/version").kind, Kind::kVersion);
    EXPECT_EQ(body_at(all, "/_/version").flags, kFlagNoStore);
}

TEST(Fixed, EventsHaveWhatOnlyTheConfigurationKnows) {
    config::Config config = small_config();
    config.site.prefix = "/snow";
    config.site.title = "A \"wall\"";
    config.groups[0].id = "north";
    const auto all = all_bodies(config, small_snapshot());
    EXPECT_EQ(body_at(all, "/api/state.json").kind, Kind::kState);
    const Body events = body_at(all, "/events");
    EXPECT_EQ(events.kind, Kind::kEvents);
    EXPECT_THAT(events.content,
                testing::MatchesRegex("Prefix: /snow\nVersion: [0-9a-f]{16}\nGroups: north bcc\n\n"
                                      "\"title\":\"A ..wall..\",\"groups\":\\[\\{\"id\":\"north\","
                                      ".*\\],\"weather\":\\{\\}"));
}

TEST(Fixed, LegacyAddressesLeadToSlugs) {
    config::Config config = small_config();
    config.site.prefix = "/snow";
    config.site.legacy_ids = true;
    config.groups[0].cameras[0].id = "aHR0cDovL3g/eT0x";
    config.groups[0].cameras[1].id = "aHR0cHM6Ly90dWJl";
    const auto all = all_bodies(config, small_snapshot());
    const std::map<std::string, std::string> expected = {
        {"/camera/aHR0cDovL3g/eT0x", "/snow/camera/superior"},
        {"/camera/aHR0cDovL3g/eT0x.json", "/snow/camera/superior.json"},
        {"/image/aHR0cDovL3g/eT0x", "/snow/image/superior"},
        {"/camera/aHR0cHM6Ly90dWJl", "/snow/camera/tube"},
        {"/camera/aHR0cHM6Ly90dWJl.json", "/snow/camera/tube.json"},
    };
    std::map<std::string, std::string> redirects;
    for (const Body& body : all) {
        if (body.kind == Kind::kRedirect) {
            EXPECT_EQ(body.status, 301);
            redirects[body.path] = body.content;
        }
    }
    EXPECT_EQ(redirects, expected);
    EXPECT_EQ(body_at(all, "/image/aHR0cDovL3g/eT0x").target, "/image/superior");
    EXPECT_NE(body_at(all, "/lcc.json").content.find("\"src\":\"/snow/image/aHR0cDovL3g/eT0x\""),
              std::string::npos);
    EXPECT_EQ(body_at(all, "/").content.find("aHR0c"), std::string::npos);
}

TEST(Fixed, WithoutLegacyIdsNothingIsRedirected) {
    config::Config config = small_config();
    config.groups[0].cameras[0].id = "aHR0cDovL3g/eT0x";
    for (const Body& body : all_bodies(config, small_snapshot())) {
        EXPECT_NE(body.kind, Kind::kRedirect) << body.path;
    }
}

TEST(Fixed, EveryLinkHasThePrefix) {
    config::Config config = small_config();
    config.site.url = "https://walls.example/snow";
    config.site.prefix = "/snow";
    for (const Body& body : all_bodies(config, small_snapshot())) {
        EXPECT_FALSE(body.path.starts_with("/snow")) << body.path;
        if (!body.content_type.starts_with("text/html")) {
            continue;
        }
        for (const char* attribute : {" href=\"", " src=\"", " data-json=\"", " data-picture=\""}) {
            EXPECT_EQ(count(body.content, std::string{attribute} + "/"),
                      count(body.content, std::string{attribute} + "/snow/"))
                << attribute << " in " << body.path;
        }
        EXPECT_GT(count(body.content, "href=\"/snow/"), 2u) << body.path;
        EXPECT_EQ(count(body.content, "data-worker=\"/"),
                  count(body.content, "data-worker=\"/snow/sw.js\""));
    }
    EXPECT_EQ(count(body_at(all_bodies(config, small_snapshot()), "/bcc").content,
                    R"(<link rel="canonical" href="https://walls.example/snow/bcc">)"),
              1u);
}

TEST(CameraPage, HasItsPictureItsNeighboursAndItsCredit) {
    config::Config config = small_config();
    config.groups[1].cameras.push_back(camera("middle", "Middle"));
    config.groups[1].cameras.push_back(camera("last", "Last"));
    config.groups[1].cameras[1].credit = "Roads & Co";
    config.groups[1].cameras[1].link = "https://roads.example/?a=1&b=2";
    Snapshot snapshot = small_snapshot();
    snapshot.cameras["middle"] = view(CameraState::kLive, 7);
    const auto all = all_bodies(config, snapshot);
    const std::string page = body_at(all, "/camera/middle").content;
    EXPECT_EQ(count(page, R"(<img src="/image/middle" alt="Middle, latest picture">)"), 1u) << page;
    EXPECT_EQ(count(page, R"(<a href="/camera/dogwood" rel="prev">)"), 1u);
    EXPECT_EQ(count(page, R"(<a href="/camera/last" rel="next">)"), 1u);
    EXPECT_EQ(
        count(page,
              R"(<a href="https://roads.example/?a=1&amp;b=2" rel="noopener">Roads &amp; Co</a>)"),
        1u);
    EXPECT_EQ(count(page, R"(<a class="back" href="/bcc">)"), 1u);
    EXPECT_EQ(count(body_at(all, "/camera/last").content, "rel=\"next\""), 0u);
    EXPECT_EQ(count(body_at(all, "/camera/last").content, "class=\"credit\""), 0u);
    EXPECT_EQ(count(body_at(all, "/camera/road").content, "rel=\"next\""), 0u);
}

TEST(CameraPage, FollowsTheStateAndNotEachPicture) {
    Renderer renderer = make_renderer(small_config());
    const CameraPlace superior = renderer.places().at(0);
    const auto page = [&](const CameraView& view) {
        return renderer.camera_pages(superior, view).at(0).content;
    };
    CameraView live = view(CameraState::kLive, 1);
    const std::string before = page(live);
    EXPECT_EQ(count(before, "class=\"tile live\""), 1u);
    EXPECT_EQ(count(before, "datetime"), 0u) << "a time that the next picture would belie";
    live.etag = 2;
    live.changed_at += 3000;
    EXPECT_EQ(page(live), before);
    EXPECT_NE(renderer.camera_json(superior, live).content.find("2026-01-31T21:03:08Z"),
              std::string::npos);
    CameraView down = live;
    down.state = CameraState::kDown;
    const std::string after = page(down);
    EXPECT_EQ(count(after, "class=\"tile down\""), 1u);
    EXPECT_EQ(count(after, "<time datetime=\"2026-01-31T21:03:08Z\">Jan 31, 14:03</time>"), 1u);
    EXPECT_EQ(count(after, "<img src=\"/image/superior\""), 1u);
    down.shown = Shown::kNothing;
    EXPECT_EQ(count(page(down), "<img"), 0u);
}

TEST(SiteFiles, ManifestHasTheSitesNameAndPrefix) {
    config::Config config = small_config();
    config.site.title = "A \"wall\" <b>";
    config.site.url = "https://walls.example/snow";
    config.site.prefix = "/snow";
    const auto all = all_bodies(config, small_snapshot());
    const Body manifest = body_at(all, "/site.webmanifest");
    EXPECT_EQ(manifest.content_type, "application/manifest+json");
    rapidjson::Document json;
    json.Parse(manifest.content.c_str());
    ASSERT_FALSE(json.HasParseError()) << manifest.content;
    EXPECT_EQ(json["name"].GetString(), config.site.title);
    EXPECT_STREQ(json["start_url"].GetString(), "/snow/");
    EXPECT_STREQ(json["scope"].GetString(), "/snow/");
    ASSERT_EQ(json["icons"].Size(), 2u);
    for (const auto& icon : json["icons"].GetArray()) {
        const std::string source = icon["src"].GetString();
        ASSERT_TRUE(source.starts_with("/snow/s/")) << source;
        EXPECT_TRUE(body_at(all, source.substr(5)).content.starts_with("\x89PNG"));
    }
}

TEST(SiteFiles, SitemapNamesThePagesThatAreShown) {
    config::Config config = small_config();
    config.site.url = "https://walls.example/snow";
    config.site.prefix = "/snow";
    const auto all = all_bodies(config, small_snapshot());
    const std::string xml = body_at(all, "/sitemap.xml").content;
    EXPECT_EQ(count(xml, "<url><loc>https://walls.example/snow/camera/superior</loc></url>"), 1u);
    EXPECT_EQ(count(xml, "<url><loc>https://walls.example/snow/</loc></url>"), 1u);
    EXPECT_EQ(count(xml, "<loc>"), 6u) << xml;
    EXPECT_EQ(count(xml, "/off"), 0u);
    EXPECT_EQ(count(body_at(all, "/robots.txt").content,
                    "Sitemap: https://walls.example/snow/sitemap.xml\n"),
              1u);
    EXPECT_EQ(count(body_at(all_bodies(small_config(), {}), "/robots.txt").content, "Sitemap"), 0u);
}

TEST(SiteFiles, IconsArePicturesOfTheirKind) {
    const auto all = all_bodies(small_config(), small_snapshot());
    EXPECT_TRUE(body_at(all, "/favicon.ico").content.starts_with(std::string("\0\0\1\0", 4)));
    EXPECT_EQ(body_at(all, "/favicon.ico").content_type, "image/x-icon");
    for (const char* path : {"/apple-touch-icon.png", "/og-image.png"}) {
        EXPECT_EQ(body_at(all, path).content_type, "image/png");
        EXPECT_TRUE(body_at(all, path).content.starts_with("\x89PNG")) << path;
    }
    EXPECT_EQ(body_at(all, "/sw.js").max_age_s, 0u);
}

TEST(Facts, NothingKnownIsEmptyAndNeverUpdated) {
    EXPECT_EQ(body_at(all_bodies(small_config(), {}), "/api/canyon/BCC/udot").content,
              "{\"roadConditions\":[],\"events\":[],\"lastUpdated\":0}\n");
}

TEST(Facts, RoadsHaveTheKeysThatClientsDecode) {
    Facts facts;
    facts.groups["lcc"].updated_at = 1769893385;
    facts.groups["lcc"].roads.push_back(
        {210, "7", "Dry \"<\"", "Fair", "none", "SR-210", "poly", 1769893000});
    const auto all = make_renderer(small_config()).facts(facts);
    EXPECT_EQ(body_at(all, "/api/canyon/LCC/udot").content,
              R"({"roadConditions":[{"Id":210,"SourceId":"7","RoadCondition":"Dry \"<\"",)"
              R"("WeatherCondition":"Fair","Restriction":"none","RoadwayName":"SR-210",)"
              R"("EncodedPolyline":"poly","LastUpdated":1769893000}],"events":[],)"
              R"("lastUpdated":1769893385})"
              "\n");
    EXPECT_NE(body_at(all, "/api/canyon/BCC/udot").content.find("\"roadConditions\":[]"),
              std::string::npos);
}

}  // namespace
}  // namespace livecam::pages
