#include "sidecar/pages/renderer.h"

#include <iterator>
#include <span>
#include <string_view>

#include "shared/hash.h"
#include "sidecar/pages/facts_json.h"
#include "sidecar/pages/fixed_bodies.h"
#include "sidecar/pages/group_json.h"
#include "sidecar/pages/hex.h"
#include "sidecar/pages/links.h"
#include "sidecar/pages/push_bodies.h"
#include "sidecar/pages/site_files.h"
#include "sidecar/pages/view_data.h"

namespace livecam::pages {
namespace {

// A wall names pictures by their immutable addresses, which answer only while the store keeps them
// (store.keep more pictures). One second lets a cache absorb a crowd and nothing more.
constexpr std::uint32_t kFollowingSeconds = 1;
constexpr std::uint32_t kCameraSeconds = 10;
constexpr std::uint32_t kFactsSeconds = 30;

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
                   PageTemplate camera, PageTemplate embed, Assets assets)
    : config_(config),
      clock_(clock),
      wall_(std::move(wall)),
      camera_(std::move(camera)),
      embed_(std::move(embed)),
      assets_(std::move(assets)) {
    std::string shape = camera_.text() + embed_.text();
    for (std::size_t i = 0; i < config_.groups.size(); ++i) {
        const config::Group& group = config_.groups[i];
        etags_.push_back(group_etag(config_.site, group, wall_.text()));
        shape += etags_.back();
        for (std::size_t c = 0; c < group.cameras.size(); ++c) {
            if (group.cameras[c].enabled) {
                places_.push_back({i, c});
            }
        }
    }
    wall_version_ = wall_version(etags_, camera_.text() + embed_.text());
    version_ =
        LIVECAM_VERSION "-" + hex16(content_hash(std::as_bytes(std::span{shape}))).substr(0, 8);
    page_headers_ = page_headers(config_, version_);
    embed_headers_ = embed_headers(config_, version_);
    resource_headers_ = resource_headers(config_.site, version_);
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
    auto embed = PageTemplate::load(source, "embed", camera_names(), asset_link);
    if (!embed) {
        return tl::unexpected{embed.error()};
    }
    auto placeholder = assets.path("unavailable.png");
    if (!placeholder) {
        return tl::unexpected{placeholder.error()};
    }
    auto files = site_files(config, source, assets);
    if (!files) {
        return tl::unexpected{files.error()};
    }
    Renderer renderer{
        config, *clock, std::move(*wall), std::move(*camera), std::move(*embed), std::move(assets)};
    renderer.placeholder_ = std::move(*placeholder);
    renderer.files_ = std::move(*files);
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
    body.flags = config_.pages.cached ? 0 : kFlagNoStore;
    return body;
}

Body Renderer::json(std::string path, std::string content, std::uint32_t max_age_s) const {
    Body body;
    body.path = std::move(path);
    body.content_type = "application/json; charset=utf-8";
    body.max_age_s = max_age_s;
    body.compress = true;
    body.content = std::move(content);
    body.headers = resource_headers_;
    body.flags = config_.pages.cached ? 0 : kFlagNoStore;
    return body;
}

std::vector<Body> Renderer::fixed() {
    std::vector<Body> all = assets_.bodies();
    append(all, files_);
    append(all, legacy_redirects(config_));
    append(all, misses(config_));
    append(all, gone(config_));
    append(all, computed());
    append(all, stream_bodies(config_));
    for (Body& body : all) {
        if (body.kind == Kind::kBody) {
            body.headers = resource_headers_;
            body.flags = config_.pages.cached ? body.flags : kFlagNoStore;
        }
    }
    return all;
}

std::vector<Body> Renderer::following(const Snapshot& snapshot) {
    std::vector<Body> all;
    for (std::size_t i = 0; i < config_.groups.size(); ++i) {
        const config::Group& group = config_.groups[i];
        all.push_back(page("/" + group.id,
                           wall_.render(wall_data(config_, i, etags_[i], wall_version_, clock_,
                                                  snapshot, placeholder_)),
                           kFollowingSeconds));
        all.push_back(json(group_json_key(group),
                           group_json(config_.site, group, etags_[i], snapshot, placeholder_),
                           kFollowingSeconds));
        if (i == 0) {
            all.push_back(copy_to("/", all[0]));
            all.push_back(copy_to("/.json", all[1]));
        }
    }
    return all;
}

std::vector<Body> Renderer::facts(const Facts& facts) const {
    std::vector<Body> all;
    for (const config::Group& group : config_.groups) {
        all.push_back(json(facts_key(group), facts_json(group, facts.of(group.id)), kFactsSeconds));
        all.back().flags |= kFlagAnnounced;
    }
    all.push_back(events_body(config_, wall_version_, facts));
    return all;
}

Body Renderer::camera_json(const CameraPlace& place, const CameraView& view) const {
    const config::Camera& of = camera(place);
    Body body =
        json(camera_key(of.slug) + ".json",
             pages::camera_json(config_, place.group, of, view, placeholder_), kFollowingSeconds);
    body.compress = false;  // it fits into one packet, and changes with every picture
    return body;
}

std::vector<Body> Renderer::camera_pages(const CameraPlace& place, const CameraView& view) {
    const config::Camera& of = camera(place);
    const auto data = camera_data(config_, place.group, of, wall_version_, clock_, lasting(view));
    std::vector<Body> all;
    all.push_back(page(camera_key(of.slug), camera_.render(data), kCameraSeconds));
    if (!config_.site.embed.empty()) {
        all.push_back(page(embed_key(of.slug), embed_.render(data), kCameraSeconds));
        all.back().headers = embed_headers_;
    }
    return all;
}

}  // namespace livecam::pages
