#include "sidecar/pages/fixed_bodies.h"

#include "sidecar/pages/links.h"

namespace livecam::pages {
namespace {

constexpr std::uint32_t kRedirectSeconds = 3600;
/// Lets a cache absorb a crowd and nothing more.
constexpr std::uint32_t kStateSeconds = 1;

Body redirect(const config::Site& site, std::string from, std::string_view to) {
    Body body;
    body.path = std::move(from);
    body.kind = Kind::kRedirect;
    body.status = 301;
    body.max_age_s = kRedirectSeconds;
    body.content = link(site, to);
    return body;
}

Body miss(std::string prefix, std::uint16_t status, std::string text) {
    Body body;
    body.path = std::move(prefix);
    body.content_type = "text/plain; charset=utf-8";
    body.kind = Kind::kMiss;
    body.status = status;
    body.content = std::move(text);
    return body;
}

/// "LCC or BCC", as lcc.live says it for its two.
std::string canyon_choice(const config::Config& config) {
    std::string choice;
    for (const config::Group& group : config.groups) {
        choice += (choice.empty() ? "" : " or ") + canyon_id(group);
    }
    return choice;
}

/// The address itself, and what is below it.
void append_gone(std::vector<Body>& all, const std::string& path) {
    for (const char* end : {"", "/"}) {
        all.push_back(miss(path + end, 410, "this camera was taken down\n"));
        all.back().flags = kFlagNoStore;
    }
}

}  // namespace

std::vector<Body> legacy_redirects(const config::Config& config) {
    std::vector<Body> all;
    if (!config.site.legacy_ids) {
        return all;
    }
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (!camera.enabled || camera.id == camera.slug) {
                continue;
            }
            const std::string old_page = camera_key(camera.id);
            const std::string page = camera_key(camera.slug);
            all.push_back(redirect(config.site, old_page, page));
            all.push_back(redirect(config.site, old_page + ".json", page + ".json"));
            if (camera.kind != config::CameraKind::kIframe) {
                Body picture = redirect(config.site, image_key(camera.id), image_key(camera.slug));
                picture.target = image_key(camera.slug);
                all.push_back(std::move(picture));
            }
        }
    }
    return all;
}

std::vector<Body> misses(const config::Config& config) {
    std::vector<Body> all = {
        miss("/image/", 404, "image not found\n"),
        miss("/camera/", 404, "Camera not found\n"),
        miss("/stream/", 404, "Camera not found\n"),
        miss("/api/canyon/", 400, "Invalid canyon. Must be " + canyon_choice(config) + "\n"),
    };
    if (!config.site.embed.empty()) {
        all.push_back(miss("/embed/", 404, "Camera not found\n"));
    }
    return all;
}

std::vector<Body> gone(const config::Config& config) {
    std::vector<Body> all;
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (camera.enabled) {
                continue;
            }
            std::vector<std::string> names = {camera.slug};
            if (camera.id != camera.slug) {
                names.push_back(camera.id);
            }
            for (const std::string& name : names) {
                append_gone(all, image_key(name));
                append_gone(all, camera_key(name));
                append_gone(all, camera_key(name) + ".json");
            }
            append_gone(all, embed_key(camera.slug));
            append_gone(all, stream_key(camera.slug));
        }
    }
    return all;
}

std::vector<Body> computed() {
    const auto answer = [](std::string path, Kind kind, std::string content_type) {
        Body body;
        body.path = std::move(path);
        body.kind = kind;
        body.content_type = std::move(content_type);
        body.flags = kFlagNoStore;
        return body;
    };
    Body state = answer("/api/state.json", Kind::kState, "application/json; charset=utf-8");
    state.flags = 0;
    state.max_age_s = kStateSeconds;
    return {std::move(state), answer("/healthcheck", Kind::kHealth, "text/plain; charset=utf-8"),
            answer("/_/metrics", Kind::kMetrics, "text/plain; version=0.0.4; charset=utf-8"),
            answer("/_/version", Kind::kVersion, "application/json; charset=utf-8")};
}

}  // namespace livecam::pages
