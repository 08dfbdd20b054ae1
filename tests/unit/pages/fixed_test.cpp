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
    for (const char* path :
         {"/", "/.json", "/lcc", "/lcc.json", "/bcc", "/bcc.json", "/camera/superior",
          "/camera/superior.json", "/camera/tube", "/camera/road", "/favicon.ico", "/robots.txt",
          "/image/", "/camera/", "/api/canyon/", "/healthcheck", "/_/version", "/_/metrics",
          "/api/state.json"}) {
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
        EXPECT_TRUE(body.path.starts_with("/s/wall.")) << body.path;
        EXPECT_EQ(body.path.find('.', 8), std::size_t{16}) << body.path;
        EXPECT_EQ(body.flags, kFlagImmutable);
        EXPECT_EQ(body.max_age_s, 31536000u);
        EXPECT_EQ(count(wall, "\"" + body.path + "\""), 1u) << body.path;
        EXPECT_EQ(header(body, "X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(body.content_type, body.path.ends_with(".css")
                                         ? "text/css; charset=utf-8"
                                         : "text/javascript; charset=utf-8");
    }
    EXPECT_EQ(found, 2);
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

TEST(Fixed, StateHasWhatOnlyTheConfigurationKnows) {
    config::Config config = small_config();
    config.site.prefix = "/snow";
    config.site.title = "A \"wall\"";
    config.groups[0].id = "north";
    const Body state = body_at(all_bodies(config, small_snapshot()), "/api/state.json");
    EXPECT_EQ(state.kind, Kind::kState);
    EXPECT_EQ(state.content.find("Prefix: /snow\nGroups: north bcc\n\n\"title\":\"A \\\"wall\\\"\","
                                 "\"groups\":[{\"id\":\"north\","),
              0u)
        << state.content;
    EXPECT_FALSE(state.content.ends_with("}}"));
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
    const auto all = all_bodies(config, small_snapshot());
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

}  // namespace
}  // namespace livecam::pages
