#include "sidecar/config/build.h"

#include <algorithm>

#include "sidecar/config/base64.h"
#include "sidecar/config/feeds_build.h"
#include "sidecar/config/reach_build.h"
#include "sidecar/config/slug.h"
#include "sidecar/config/units.h"
#include "sidecar/config/url.h"

namespace livecam::config {
namespace {

const Json kNothing;

const Json& section(const Json& object, std::string_view name) {
    const Json* value = member(object, name);
    return value != nullptr ? *value : kNothing;
}

void read(const Json& object, std::string_view name, std::string& out) {
    if (const Json* value = member(object, name); value != nullptr && value->IsString()) {
        out = text_of(*value);
    }
}

void read(const Json& object, std::string_view name, bool& out) {
    if (const Json* value = member(object, name); value != nullptr && value->IsBool()) {
        out = value->GetBool();
    }
}

void read(const Json& object, std::string_view name, int& out) {
    if (const Json* value = member(object, name); value != nullptr && value->IsInt()) {
        out = value->GetInt();
    }
}

/// True if the setting is there and good.
bool read(const Json& object, std::string_view name, milliseconds& out) {
    const Json* value = member(object, name);
    const auto parsed =
        value != nullptr && value->IsString() ? parse_duration(text_of(*value)) : std::nullopt;
    out = parsed.value_or(out);
    return parsed.has_value();
}

void read(const Json& object, std::string_view name, OnDown& out) {
    std::string text;
    read(object, name, text);
    out = text == "placeholder" ? OnDown::kPlaceholder
          : text == "503"       ? OnDown::kUnavailable
          : text == "keep"      ? OnDown::kKeep
                                : out;
}

void read(const Json& object, std::string_view name, std::vector<std::string>& out) {
    const Json* value = member(object, name);
    if (value == nullptr || !value->IsArray()) {
        return;
    }
    out.clear();
    for (const Json& item : value->GetArray()) {
        if (item.IsString()) {
            out.emplace_back(text_of(item));
        }
    }
}

/// A duration, or "auto".
void read_interval(const Json& object, milliseconds& out, bool& learns) {
    const Json* value = member(object, "interval");
    if (value != nullptr && value->IsString() && text_of(*value) == "auto") {
        learns = true;
    } else if (read(object, "interval", out)) {
        learns = false;
    }
}

std::optional<std::uint64_t> size_of(const Json* value) {
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->IsUint64()) {
        return value->GetUint64();
    }
    return value->IsString() ? parse_size(text_of(*value)) : std::nullopt;
}

Site build_site(const Json& json) {
    Site site;
    read(json, "title", site.title);
    read(json, "url", site.url);
    read(json, "timezone", site.timezone);
    read(json, "language", site.language);
    std::string units;
    read(json, "units", units);
    site.units = units == "metric" ? Units::kMetric : Units::kUs;
    read(json, "legacy_ids", site.legacy_ids);
    read(json, "hsts", site.hsts);
    read(json, "embed", site.embed);
    while (site.url.ends_with('/')) {
        site.url.pop_back();
    }
    site.prefix = parse_url(site.url).path;
    return site;
}

Store build_store(const Json& json) {
    Store store;
    read(json, "path", store.path);
    read(json, "keep", store.keep);
    const Json* max = member(json, "max_bytes");
    if (max != nullptr && max->IsString() && text_of(*max) == "auto") {
        store.max_bytes = std::nullopt;
    } else if (const auto size = size_of(max)) {
        store.max_bytes = size;
    }
    return store;
}

Fetch build_fetch(const Json& json, const Site& site) {
    Fetch fetch;
    read_interval(json, fetch.interval, fetch.learns_interval);
    read(json, "min_interval", fetch.min_interval);
    read(json, "max_interval", fetch.max_interval);
    if (milliseconds idle{0}; read(json, "idle_after", idle)) {
        fetch.idle_after = idle;
    }
    read(json, "idle_interval", fetch.idle_interval);
    read(json, "timeout", fetch.timeout);
    fetch.min_speed = size_of(member(json, "min_speed")).value_or(fetch.min_speed);
    read(json, "threads", fetch.threads);
    read(json, "per_host", fetch.per_host);
    fetch.max_image_bytes =
        size_of(member(json, "max_image_bytes")).value_or(fetch.max_image_bytes);
    fetch.user_agent =
        "livecam/" LIVECAM_VERSION + (site.url.empty() ? "" : " (+" + site.url + ")");
    read(json, "user_agent", fetch.user_agent);
    read(json, "on_down", fetch.on_down);
    read(json, "down_after", fetch.down_after);
    fetch.reach = build_reach(json, {});
    fetch.reach.user_agent.clear();  // fetch.user_agent has it
    if (!read(json, "max_backoff", fetch.max_backoff)) {
        fetch.max_backoff = std::max(fetch.max_backoff, fetch.interval);
    }
    return fetch;
}

CameraKind kind_of(std::string_view name) {
    return name == "iframe"       ? CameraKind::kIframe
           : name == "roadstatus" ? CameraKind::kRoadStatus
                                  : CameraKind::kImage;
}

Camera build_camera(const Json& json, const Config& config) {
    Camera camera;
    camera.kind_name = "img";
    camera.interval = config.fetch.interval;
    camera.on_down = config.fetch.on_down;
    camera.learns_interval = config.fetch.learns_interval;
    camera.min_interval = config.fetch.min_interval;
    camera.max_interval = config.fetch.max_interval;
    read(json, "name", camera.name);
    read(json, "src", camera.src);
    read(json, "kind", camera.kind_name);
    std::string load;
    read(json, "load", load);
    camera.loads_on_click = load == "click";
    read(json, "enabled", camera.enabled);
    read(json, "credit", camera.credit);
    read(json, "link", camera.link);
    read_interval(json, camera.interval, camera.learns_interval);
    read(json, "min_interval", camera.min_interval);
    read(json, "max_interval", camera.max_interval);
    if (camera.learns_interval) {
        camera.interval =
            std::max(camera.min_interval, std::min(camera.interval, camera.max_interval));
    }
    read(json, "on_down", camera.on_down);
    read(json, "synopticStid", camera.synoptic_stid);
    camera.reach = build_reach(json, config.fetch.reach);
    camera.kind = kind_of(camera.kind_name);
    camera.slug = slug_of(camera.name);
    read(json, "slug", camera.slug);
    camera.id = camera.slug;
    if (config.site.legacy_ids && !parse_url(camera.src).has_user_info) {
        camera.id = base64(camera.src);
    }
    const Json* station = member(json, "weatherStationId");
    if (station != nullptr && station->IsInt64()) {
        camera.weather_station_id = station->GetInt64();
    }
    return camera;
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

Group build_group(const Json& json, const Config& config) {
    Group group;
    read(json, "id", group.id);
    group.name = upper(group.id);
    read(json, "name", group.name);
    group.title = group.name;
    group.roads = build_road_filter(section(json, "roads"));
    read(json, "title", group.title);
    if (const Json& cameras = section(json, "cameras"); cameras.IsArray()) {
        for (const Json& camera : cameras.GetArray()) {
            group.cameras.push_back(build_camera(camera, config));
        }
    }
    return group;
}

}  // namespace

Config build(const Json& document) {
    Config config;
    config.site = build_site(section(document, "site"));
    config.store = build_store(section(document, "store"));
    config.fetch = build_fetch(section(document, "fetch"), config.site);
    read(section(document, "pages"), "min_interval", config.pages.min_interval);
    read(section(document, "log"), "summary_interval", config.log.summary_interval);
    read(section(document, "log"), "level", config.log.level);
    std::string format;
    read(section(document, "log"), "format", format);
    config.log.json = format == "json";
    read(section(document, "health"), "min_live", config.health.min_live);
    read(section(document, "health"), "ready_timeout", config.health.ready_timeout);
    read(section(document, "metrics"), "origin_names", config.metrics.origin_names);
    config.feeds = build_feeds(section(document, "feeds"));
    config.feeds.reach = config.fetch.reach;
    if (const Json& groups = section(document, "groups"); groups.IsArray()) {
        for (const Json& group : groups.GetArray()) {
            config.groups.push_back(build_group(group, config));
        }
    }
    if (config.site.title.empty() && !config.groups.empty()) {
        config.site.title = config.groups.front().title;
    }
    return config;
}

}  // namespace livecam::config
