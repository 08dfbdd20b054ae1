#include <rapidjson/document.h>

#include "tests/unit/pages/wall_fixture.h"

namespace livecam::pages {
namespace {

/// A wall whose every name is `name`.
config::Config named(const std::string& name) {
    config::Config config = small_config();
    config.site.title = name;
    for (config::Group& group : config.groups) {
        group.name = name;
        group.title = name;
        for (config::Camera& camera : group.cameras) {
            camera.name = name;
            camera.credit = name;
        }
    }
    return config;
}

const std::vector<std::string> kNames = {
    R"(<script>alert("x")</script>)",
    R"("'><img src=x onerror=alert(1)>)",
    "{{site_title}} {{{json}}}",
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xE2\x80\xAE evil",  // Hebrew, and an override
    "\xF0\x9F\x8F\x94\xEF\xB8\x8F "
    "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
    std::string(300, 'W'),
    "line\xE2\x80\xA8separator \\ tab\t</main>",
};

TEST(Escaping, NamesStayTextInEveryPage) {
    const std::size_t scripts =
        count(body_at(all_bodies(named("plain"), small_snapshot()), "/").content, "<script");
    for (const std::string& name : kNames) {
        for (const Body& body : all_bodies(named(name), small_snapshot())) {
            if (!body.content_type.starts_with("text/html")) {
                continue;
            }
            EXPECT_EQ(count(body.content, "<script"), scripts) << body.path << " " << name;
            EXPECT_EQ(count(body.content, "onerror=alert(1)>"), 0u) << body.path;
            EXPECT_EQ(count(body.content, "</main>"), 1u) << body.path << " " << name;
            EXPECT_EQ(count(body.content, "\"'>"), 0u) << body.path << " " << name;
            EXPECT_EQ(count(body.content, "<h1"), body.path.starts_with("/embed/") ? 0u : 1u)
                << body.path;
        }
    }
}

TEST(Escaping, NamesStayTextInTheManifestAndOutOfHeaders) {
    for (const std::string& name : kNames) {
        const auto all = all_bodies(named(name), small_snapshot());
        rapidjson::Document manifest;
        manifest.Parse(body_at(all, "/site.webmanifest").content.c_str());
        ASSERT_FALSE(manifest.HasParseError()) << name;
        EXPECT_EQ(manifest["name"].GetString(), name);
        EXPECT_EQ(count(body_at(all, "/sitemap.xml").content, "onerror"), 0u);
        for (const Body& body : all) {
            for (const auto& [key, value] : body.headers) {
                EXPECT_EQ(value.find(name), std::string::npos) << key;
            }
        }
    }
}

TEST(Escaping, TemplateTagsInANameAreNotTags) {
    const std::string wall =
        body_at(all_bodies(named("{{site_title}}"), small_snapshot()), "/").content;
    EXPECT_GT(count(wall, "{{site_title}}"), 0u);
}

TEST(Escaping, NamesComeBackWholeFromJson) {
    for (const std::string& name : kNames) {
        const auto all = all_bodies(named(name), small_snapshot());
        rapidjson::Document group;
        group.Parse<rapidjson::kParseValidateEncodingFlag>(
            body_at(all, "/lcc.json").content.c_str());
        ASSERT_FALSE(group.HasParseError()) << name;
        EXPECT_EQ(group["cameras"][0]["alt"].GetString(), name);
        rapidjson::Document one;
        one.Parse<rapidjson::kParseValidateEncodingFlag>(
            body_at(all, "/camera/superior.json").content.c_str());
        ASSERT_FALSE(one.HasParseError()) << name;
        EXPECT_EQ(one["Camera"]["alt"].GetString(), name);
    }
}

TEST(Escaping, AddressOfAnIframeIsEscapedInHtml) {
    const auto all = all_bodies(small_config(), small_snapshot());
    EXPECT_EQ(count(body_at(all, "/").content,
                    R"(<iframe src="https://www.tube.example/embed/x?a=1&amp;b=2")"),
              1u);
}

}  // namespace
}  // namespace livecam::pages
