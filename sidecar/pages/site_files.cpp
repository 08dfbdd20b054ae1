#include "sidecar/pages/site_files.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "sidecar/pages/links.h"

namespace livecam::pages {
namespace {

constexpr std::uint32_t kDaySeconds = 86400;

struct SiteFile {
    const char* path;
    const char* name;  // below html/
    std::uint32_t max_age_s;
};

constexpr SiteFile kFiles[] = {
    {"/favicon.ico", "favicon.ico", kDaySeconds},
    {"/apple-touch-icon.png", "apple-touch-icon.png", kDaySeconds},
    {"/og-image.png", "og-image.png", kDaySeconds},
    {"/robots.txt", "robots.txt", kDaySeconds},
    {"/site.webmanifest", "site.webmanifest", kDaySeconds},
    {"/sw.js", "sw.js", 0},  // an old one must not outlive its server
};

std::string xml_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

Body body_of(std::string path, std::string content_type, std::string content,
             std::uint32_t max_age_s) {
    Body body;
    body.path = std::move(path);
    body.compress = content_type.find("text") != std::string::npos ||
                    content_type.find("json") != std::string::npos ||
                    content_type.find("xml") != std::string::npos;
    body.content_type = std::move(content_type);
    body.content = std::move(content);
    body.max_age_s = max_age_s;
    return body;
}

}  // namespace

std::string sitemap(const config::Config& config) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    const auto add = [&](const std::string& key) {
        xml += "<url><loc>" + xml_escaped(absolute_link(config.site, key)) + "</loc></url>\n";
    };
    for (std::size_t i = 0; i < config.groups.size(); ++i) {
        add(group_key(config, i));
        for (const config::Camera& camera : config.groups[i].cameras) {
            if (camera.enabled) {
                add(camera_key(camera.slug));
            }
        }
    }
    return xml + "</urlset>\n";
}

Expected<std::string> manifest(const config::Config& config, const std::string& text,
                               Assets& assets) {
    rapidjson::Document document;
    document.Parse(text.data(), text.size());
    if (document.HasParseError() || !document.IsObject()) {
        return fail("html: site.webmanifest is not a JSON object");
    }
    auto& memory = document.GetAllocator();
    const auto set = [&](const char* name, const std::string& value) {
        document.RemoveMember(name);
        document.AddMember(rapidjson::StringRef(name), rapidjson::Value(value.c_str(), memory),
                           memory);
    };
    set("name", config.site.title);
    set("short_name", config.site.title);
    set("lang", config.site.language);
    set("start_url", link(config.site, "/"));
    set("scope", link(config.site, "/"));
    const auto icons = document.FindMember("icons");
    if (icons != document.MemberEnd() && icons->value.IsArray()) {
        for (auto& icon : icons->value.GetArray()) {
            if (!icon.IsObject() || !icon.HasMember("src") || !icon["src"].IsString()) {
                return fail("html: site.webmanifest: each of \"icons\" needs a \"src\"");
            }
            auto path = assets.path(icon["src"].GetString());
            if (!path) {
                return tl::unexpected(path.error());
            }
            icon["src"].SetString(link(config.site, *path).c_str(), memory);
        }
    }
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    document.Accept(writer);
    return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

Expected<std::vector<Body>> site_files(const config::Config& config, const TemplateSource& source,
                                       Assets& assets) {
    std::vector<Body> all;
    for (const SiteFile& file : kFiles) {
        auto content = source.read(file.name);
        if (content && std::string_view(file.name) == "site.webmanifest") {
            content = manifest(config, *content, assets);
        }
        if (!content) {
            return tl::unexpected(content.error());
        }
        if (std::string_view(file.name) == "robots.txt" && !config.site.url.empty()) {
            *content += "Sitemap: " + absolute_link(config.site, "/sitemap.xml") + "\n";
        }
        all.push_back(
            body_of(file.path, content_type_of(file.name), std::move(*content), file.max_age_s));
    }
    all.push_back(
        body_of("/sitemap.xml", "application/xml; charset=utf-8", sitemap(config), kDaySeconds));
    return all;
}

}  // namespace livecam::pages
