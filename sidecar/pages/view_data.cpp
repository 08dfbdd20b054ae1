#include "sidecar/pages/view_data.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "sidecar/pages/facts_data.h"
#include "sidecar/pages/links.h"
#include "sidecar/pages/security_headers.h"
#include "sidecar/pages/weather_view.h"

namespace livecam::pages {
namespace {

namespace mustache = kainjow::mustache;
using config::Camera;
using config::CameraKind;

constexpr std::size_t kEagerTiles = 6;  // the first row of a wide window
constexpr std::uint32_t kUnknownWidth = 1280;
constexpr std::uint32_t kUnknownHeight = 800;

/// Text, or false where there is none, so that {{#credit}} asks whether there is any.
void set(mustache::data& data, const char* name, std::string text) {
    data.set(name, text.empty() ? mustache::data{false} : mustache::data{std::move(text)});
}

void set(mustache::data& data, const char* name, bool value) {
    data.set(name, mustache::data{value});
}

void set(mustache::data& data, const char* name, std::size_t number) {
    data.set(name, mustache::data{std::to_string(number)});
}

/// "www.example.org" of an http or https address: for people.
std::string host_of(std::string_view address) {
    const std::string origin = origin_of(address);
    return origin.substr(std::min(origin.size(), origin.find("//") + 2));
}

mustache::data page_data(const config::Config& config, std::size_t group_index,
                         const std::string& key) {
    mustache::data page{mustache::data::type::object};
    set(page, "site_title", config.site.title);
    set(page, "language", config.site.language);
    set(page, "timezone", config.site.timezone);
    set(page, "home", link(config.site, "/"));
    set(page, "favicon", link(config.site, "/favicon.ico"));
    set(page, "manifest", link(config.site, "/site.webmanifest"));
    set(page, "touch_icon", link(config.site, "/apple-touch-icon.png"));
    set(page, "worker", link(config.site, "/sw.js"));
    set(page, "canonical", config.site.url.empty() ? "" : absolute_link(config.site, key));
    const auto interval = std::max(config.fetch.interval.count(), std::int64_t{1000});
    set(page, "interval_ms", static_cast<std::size_t>(interval));
    set(page, "refresh_s", std::max(static_cast<std::size_t>(interval) / 1000, std::size_t{30}));

    mustache::data groups{mustache::data::type::list};
    for (std::size_t i = 0; i < config.groups.size(); ++i) {
        mustache::data item{mustache::data::type::object};
        set(item, "name", config.groups[i].name);
        set(item, "title", config.groups[i].title);
        set(item, "href", link(config.site, group_key(config, i)));
        set(item, "current", i == group_index);
        groups.push_back(item);
    }
    page.set("groups", groups);
    set(page, "several_groups", config.groups.size() > 1);
    return page;
}

void set_group(mustache::data& page, const config::Config& config, std::size_t group_index,
               const std::string& etag) {
    const config::Group& group = config.groups[group_index];
    set(page, "group_name", group.name);
    set(page, "group_title", group.title.empty() ? group.name : group.title);
    set(page, "group_href", link(config.site, group_key(config, group_index)));
    set(page, "json", link(config.site, group_json_key(group)));
    set(page, "events", link(config.site, "/events?group=" + group.id));
    set(page, "state_json", link(config.site, "/api/state.json?group=" + group.id));
    set(page, "facts_json", link(config.site, facts_key(group)));
    set(page, "share_image", absolute_link(config.site, "/og-image.png"));
    set(page, "etag", etag);
}

void set_camera(mustache::data& data, const config::Site& site, const Camera& camera) {
    set(data, "slug", camera.slug);
    set(data, "name", camera.name);
    set(data, "href", link(site, camera_key(camera.slug)));
    set(data, "image", link(site, image_key(camera.slug)));
    set(data, "is_frame", camera.kind == CameraKind::kIframe);
    set(data, "frame_src", camera.kind == CameraKind::kIframe ? camera.src : "");
    set(data, "frame_host", host_of(camera.src));
    set(data, "on_click", camera.loads_on_click);
    set(data, "stream", link(site, stream_key(camera.slug)));
    set(data, "credit", camera.credit);
    set(data, "link", camera.link);
}

/// The live picture, for links that people share.
void set_share_image(mustache::data& page, const config::Site& site, const Camera& camera) {
    if (camera.kind == CameraKind::kImage) {
        set(page, "share_image", absolute_link(site, image_key(camera.slug)));
        set(page, "share_alt", camera.name);
    }
}

/// What both a tile and a camera's page say of the camera just now.
void set_state(mustache::data& data, const CameraView& view, const LocalClock& clock) {
    const bool has_time = view.changed_at != 0;
    set(data, "has_picture", view.shown != Shown::kNothing);
    set(data, "state", std::string{to_string(view.state)});
    set(data, "live", view.state == CameraState::kLive);
    set(data, "stale", view.state == CameraState::kStale);
    set(data, "down", view.state == CameraState::kDown);
    set(data, "pending", view.state == CameraState::kPending);
    set(data, "changed_iso", has_time ? iso_utc(view.changed_at) : std::string{});
    set(data, "changed", has_time ? clock.display(view.changed_at) : std::string{});
}

mustache::data tile_data(const config::Site& site, const Camera& camera, const CameraView& view,
                         const LocalClock& clock, bool eager, const std::string& placeholder) {
    mustache::data tile{mustache::data::type::object};
    set_camera(tile, site, camera);
    set_state(tile, view, clock);
    set_weather(tile, weather_view(view.weather, site.units), clock);
    const bool has_size = view.width != 0 && view.height != 0 && view.shown == Shown::kPicture;
    const std::string key = shown_key(camera.slug, view, placeholder);
    set(tile, "eager", eager);
    set(tile, "picture", key.empty() ? "" : link(site, key));
    set(tile, "width", std::size_t{has_size ? view.width : kUnknownWidth});
    set(tile, "height", std::size_t{has_size ? view.height : kUnknownHeight});
    return tile;
}

bool is_shown(const Camera& camera) {
    return camera.enabled && camera.kind != CameraKind::kRoadStatus;
}

/// The next shown camera before or after `from`, which is the group's; null if there is none. Only
/// as far as needed: a wall may have ten thousand, and each has a page.
const Camera* neighbour_of(const config::Group& group, const Camera& from, std::ptrdiff_t step) {
    const std::span<const Camera> cameras = group.cameras;
    if (!is_shown(from)) {
        return nullptr;
    }
    const auto size = static_cast<std::ptrdiff_t>(cameras.size());
    for (auto i = &from - cameras.data() + step; i >= 0 && i < size; i += step) {
        if (const Camera& camera = cameras[static_cast<std::size_t>(i)]; is_shown(camera)) {
            return &camera;
        }
    }
    return nullptr;
}

}  // namespace

std::vector<const Camera*> shown_cameras(const config::Group& group) {
    std::vector<const Camera*> shown;
    for (const Camera& camera : group.cameras) {
        if (is_shown(camera)) {
            shown.push_back(&camera);
        }
    }
    return shown;
}

mustache::data wall_data(const config::Config& config, std::size_t group_index,
                         const std::string& etag, const std::string& version,
                         const LocalClock& clock, const Snapshot& snapshot,
                         const std::string& placeholder) {
    auto page = page_data(config, group_index, group_key(config, group_index));
    set_group(page, config, group_index, etag);
    set(page, "version", version);
    mustache::data tiles{mustache::data::type::list};
    std::size_t count = 0;
    std::size_t pictures = 0;
    std::size_t live = 0;
    for (const Camera* camera : shown_cameras(config.groups[group_index])) {
        const CameraView view = snapshot.of(config.groups[group_index].id, camera->slug);
        tiles.push_back(
            tile_data(config.site, *camera, view, clock, count < kEagerTiles, placeholder));
        ++count;
        if (camera->kind != CameraKind::kIframe) {
            if (pictures == 0) {
                set_share_image(page, config.site, *camera);
            }
            ++pictures;
            live += view.state == CameraState::kLive ? 1 : 0;
        }
    }
    page.set("tiles", tiles);
    set(page, "empty", count == 0);
    set(page, "has_pictures", pictures > 0);
    set(page, "picture_count", pictures);
    set(page, "live_count", live);
    set_facts(page, snapshot.facts->of(config.groups[group_index].id), clock);
    return page;
}

mustache::data camera_data(const config::Config& config, std::size_t group_index,
                           const Camera& camera, const std::string& version,
                           const LocalClock& clock, const CameraView& view) {
    auto page = page_data(config, group_index, camera_key(camera.slug));
    set_group(page, config, group_index, "");
    set(page, "version", version);
    set_camera(page, config.site, camera);
    set_state(page, view, clock);
    set_weather(page, weather_view(view.weather, config.site.units), clock);
    set(page, "json", link(config.site, camera_key(camera.slug) + ".json"));
    set(page, "events", link(config.site, "/events?camera=" + camera.slug));
    set_share_image(page, config.site, camera);
    if (!config.site.url.empty() && !config.site.embed.empty()) {
        set(page, "embed", absolute_link(config.site, embed_key(camera.slug)));
        // A text within HTML that somebody copies: escaped once more when it is rendered.
        set(page, "embed_name", mustache::html_escape(camera.name));
    }

    const config::Group& group = config.groups[group_index];
    const auto set_neighbour = [&](const char* name, const Camera* neighbour) {
        mustache::data data{mustache::data::type::object};
        if (neighbour) {
            set(data, "name", neighbour->name);
            set(data, "href", link(config.site, camera_key(neighbour->slug)));
        }
        page.set(name, neighbour ? data : mustache::data{false});
    };
    set_neighbour("previous", neighbour_of(group, camera, -1));
    set_neighbour("next", neighbour_of(group, camera, 1));
    return page;
}

}  // namespace livecam::pages
