#include "sidecar/pages/group_json.h"

#include <span>

#include "shared/hash.h"
#include "sidecar/json_writer.h"
#include "sidecar/pages/facts_data.h"
#include "sidecar/pages/facts_json.h"
#include "sidecar/pages/hex.h"
#include "sidecar/pages/links.h"
#include "sidecar/pages/local_time.h"

namespace livecam::pages {
namespace {

using config::Camera;
using config::CameraKind;

/// Where a program gets the picture. An iframe's address is public; any other camera's own address
/// stays here.
std::string visible_source(const config::Site& site, const Camera& camera) {
    return camera.kind == CameraKind::kIframe ? camera.src
                                              : absolute_link(site, image_key(camera.id));
}

/// lcc.live's keys, without the braces.
void put_camera(JsonWriter& json, const config::Site& site, const config::Group& group,
                const Camera& camera) {
    json.text("id", camera.id);
    json.text("kind", camera.kind_name);
    json.text("src", visible_source(site, camera));
    json.text("alt", camera.name);
    json.text("canyon", group.name);
    if (camera.weather_station_id) {
        json.number("weatherStationId", *camera.weather_station_id);
    }
    if (!camera.synoptic_stid.empty()) {
        json.text("synopticStid", camera.synoptic_stid);
    }
}

/// What lcc.live does not have, without the braces.
void put_picture(JsonWriter& json, const config::Site& site, const Camera& camera,
                 const CameraView& view, const std::string& placeholder) {
    json.text("slug", camera.slug);
    put_weather(json, weather_view(view.weather, site.units));
    if (camera.kind == CameraKind::kIframe) {
        return;
    }
    const bool has_picture = view.etag != 0;
    const std::string key = shown_key(camera.slug, view, placeholder);
    json.text_or_null("image", key.empty() ? "" : link(site, key));
    json.text_or_null("changed_at", has_picture ? iso_utc(view.changed_at) : "");
    // So that a client can tell by itself, even when nobody writes this document any more.
    json.text_or_null("stale_at", has_picture ? iso_utc(view.stale_at) : "");
    json.text("state", to_string(view.state));
    json.text("reason", to_string(view.reason));
    json.text("shown", to_string(view.shown));
    if (view.shown == Shown::kPicture) {
        json.number("width", view.width);
        json.number("height", view.height);
    } else {
        json.null("width");
        json.null("height");
    }
}

void put_nobody(JsonWriter& json) {
    for (const char* key : {"id", "kind", "src", "alt", "canyon"}) {
        json.text(key, "");
    }
}

}  // namespace

const Camera* status_camera(const config::Group& group) {
    for (const Camera& camera : group.cameras) {
        if (camera.enabled && camera.kind == CameraKind::kRoadStatus) {
            return &camera;
        }
    }
    return nullptr;
}

std::string group_json(const config::Site& site, const config::Group& group,
                       const std::string& etag, const Snapshot& snapshot,
                       const std::string& placeholder) {
    JsonWriter json;
    const Camera* status = status_camera(group);
    const auto put_all = [&](const Camera& camera) {
        put_camera(json, site, group, camera);
        put_picture(json, site, camera, snapshot.of(group.id, camera.slug), placeholder);
    };

    json.begin_object();
    json.text("name", group.name);
    json.text("etag", "\"" + etag + "\"");
    json.begin_object("status");
    status ? put_all(*status) : put_nobody(json);
    json.end_object();
    json.begin_array("cameras");
    for (const Camera& camera : group.cameras) {
        if (camera.enabled && &camera != status) {
            json.begin_object();
            put_all(camera);
            json.end_object();
        }
    }
    json.end_array();
    put_facts(json, snapshot.facts->of(group.id));
    json.end_object();
    return json.take() + "\n";
}

std::string group_etag(const config::Site& site, const config::Group& group,
                       const std::string& page) {
    const std::string shape = group_json(site, group, "", Snapshot{}, "") + group.title + page;
    return hex16(content_hash(std::as_bytes(std::span{shape})));
}

std::string camera_json(const config::Config& config, std::size_t group_index, const Camera& camera,
                        const CameraView& view, const std::string& placeholder) {
    const config::Group& group = config.groups[group_index];
    JsonWriter json;
    json.begin_object();
    json.begin_object("Camera");
    put_camera(json, config.site, group, camera);
    put_picture(json, config.site, camera, view, placeholder);
    json.end_object();
    json.text("CanyonName", group.name);
    json.text("CanyonPath", link(config.site, group_key(config, group_index)));
    json.text("ImageURL",
              camera.kind == CameraKind::kIframe ? "" : link(config.site, image_key(camera.id)));
    if (view.weather) {
        json.begin_object("WeatherStation");
        put_station(json, *view.weather);
        json.end_object();
    } else {
        json.null("WeatherStation");
    }
    json.end_object();
    return json.take() + "\n";
}

}  // namespace livecam::pages
