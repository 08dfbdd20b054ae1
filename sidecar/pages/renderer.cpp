#include "sidecar/pages/renderer.h"

#include <iterator>

#include "sidecar/pages/fixed_bodies.h"
#include "sidecar/pages/group_json.h"
#include "sidecar/pages/links.h"
#include "sidecar/pages/push_bodies.h"
#include "sidecar/pages/security_headers.h"
#include "sidecar/pages/view_data.h"

namespace livecam::pages {
namespace {

// A wall names pictures by their immutable addresses, which answer only while the store keeps them
// (store.keep more pictures). One second lets a cache absorb a crowd and nothing more.
constexpr std::uint32_t kFollowingSeconds = 1;
constexpr std::uint32_t kCameraSeconds = 30;
constexpr std::uint32_t kDaySeconds = 86400;

Body json(std::string path, std::string content, std::uint32_t max_age_s) {
    Body body;
    body.path = std::move(path);
    body.content_type = "application/json; charset=utf-8";
    body.max_age_s = max_age_s;
    body.compress = true;
    body.content = std::move(content);
    body.headers = resource_headers();
    return body;
}

Body file(std::string path, std::string content_type, std::string content) {
    Body body;
    body.path = std::move(path);
    body.content_type = std::move(content_type);
    body.max_age_s = kDaySeconds;
    body.compress = true;
    body.content = std::move(content);
    body.headers = resource_headers();
    return body;
}

void append(std::vector<Body>& all, std::vector<Body> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

Body copy_to(std::string path, const Body& body) {
    Body copy = body;
    copy.path = std::move(path);
    return copy;
}

}  // namespace

Renderer::Renderer(const config::Config& config, LocalClock clock, PageTemplate wall,
                   PageTemplate camera, Assets assets)
    : config_(config),
      clock_(clock),
      wall_(std::move(wall)),
      camera_(std::move(camera)),
      assets_(std::move(assets)),
      page_headers_(page_headers(config)) {
    for (const config::Group& group : config_.groups) {
        etags_.push_back(group_etag(config_.site, group, wall_.text()));
    }
}

Expected<Renderer> Renderer::create(const config::Config& config, const TemplateSource& source) {
    auto clock = LocalClock::create(config.site.timezone);
    if (!clock) {
        return tl::unexpected{clock.error()};
    }
    Assets assets{source};
    const AssetLink asset_link = [&](const std::string& name) {
        return assets.path(name).map(
            [&](const std::string& path) { return link(config.site, path); });
    };
    auto wall = PageTemplate::load(source, "wall", wall_names(), asset_link);
    if (!wall) {
        return tl::unexpected{wall.error()};
    }
    auto camera = PageTemplate::load(source, "camera", camera_names(), asset_link);
    if (!camera) {
        return tl::unexpected{camera.error()};
    }
    auto favicon = source.read("favicon.svg");
    if (!favicon) {
        return tl::unexpected{favicon.error()};
    }
    auto robots = source.read("robots.txt");
    if (!robots) {
        return tl::unexpected{robots.error()};
    }
    Renderer renderer{config, *clock, std::move(*wall), std::move(*camera), std::move(assets)};
    renderer.favicon_ = std::move(*favicon);
    renderer.robots_ = std::move(*robots);
    return renderer;
}

Body Renderer::page(std::string path, std::string content, std::uint32_t max_age_s) const {
    Body body;
    body.path = std::move(path);
    body.content_type = "text/html; charset=utf-8";
    body.max_age_s = max_age_s;
    body.compress = true;
    body.content = std::move(content);
    body.headers = page_headers_;
    return body;
}

std::vector<Body> Renderer::fixed() {
    std::vector<Body> all = assets_.bodies();
    all.push_back(file("/favicon.ico", content_type_of("favicon.svg"), favicon_));
    all.push_back(file("/robots.txt", content_type_of("robots.txt"), robots_));
    for (std::size_t i = 0; i < config_.groups.size(); ++i) {
        for (const config::Camera& camera : config_.groups[i].cameras) {
            if (!camera.enabled) {
                continue;
            }
            const std::string key = camera_key(camera.slug);
            all.push_back(page(key, camera_.render(camera_data(config_, i, camera, etags_[i])),
                               kCameraSeconds));
            all.push_back(json(key + ".json", camera_json(config_, i, camera), kCameraSeconds));
        }
    }
    append(all, legacy_redirects(config_));
    append(all, misses(config_));
    append(all, computed(config_));
    append(all, push_bodies(config_, etags_));
    return all;
}

std::vector<Body> Renderer::following(const Snapshot& snapshot) {
    std::vector<Body> all;
    for (std::size_t i = 0; i < config_.groups.size(); ++i) {
        const config::Group& group = config_.groups[i];
        all.push_back(page("/" + group.id,
                           wall_.render(wall_data(config_, i, etags_[i], clock_, snapshot)),
                           kFollowingSeconds));
        all.push_back(json(group_json_key(group),
                           group_json(config_.site, group, etags_[i], snapshot),
                           kFollowingSeconds));
        if (i == 0) {
            all.push_back(copy_to("/", all[0]));
            all.push_back(copy_to("/.json", all[1]));
        }
    }
    return all;
}

}  // namespace livecam::pages
