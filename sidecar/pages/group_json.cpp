#include "sidecar/pages/group_json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <span>

#include "shared/hash.h"
#include "sidecar/pages/hex.h"
#include "sidecar/pages/links.h"
#include "sidecar/pages/local_time.h"

namespace livecam::pages {
namespace {

using config::Camera;
using config::CameraKind;
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer& writer, std::string_view text) {
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void put(Writer& writer, const char* key, std::string_view value) {
    writer.Key(key);
    put(writer, value);
}

/// Where a program gets the picture. An iframe's address is public; any other camera's own address
/// stays here.
std::string visible_source(const config::Site& site, const Camera& camera) {
    return camera.kind == CameraKind::kIframe ? camera.src
                                              : absolute_link(site, image_key(camera.id));
}

/// lcc.live's keys, without the braces.
void put_camera(Writer& writer, const config::Site& site, const config::Group& group,
                const Camera& camera) {
    put(writer, "id", camera.id);
    put(writer, "kind", camera.kind_name);
    put(writer, "src", visible_source(site, camera));
    put(writer, "alt", camera.name);
    put(writer, "canyon", group.name);
    if (camera.weather_station_id) {
        writer.Key("weatherStationId");
        writer.Int64(*camera.weather_station_id);
    }
    if (!camera.synoptic_stid.empty()) {
        put(writer, "synopticStid", camera.synoptic_stid);
    }
}

/// What lcc.live does not have, without the braces.
void put_picture(Writer& writer, const config::Site& site, const Camera& camera,
                 const CameraView& view) {
    put(writer, "slug", camera.slug);
    if (camera.kind == CameraKind::kIframe) {
        return;
    }
    const bool has_picture = view.etag != 0;
    writer.Key("image");
    has_picture ? put(writer, link(site, picture_key(camera.slug, view.etag)))
                : void(writer.Null());
    writer.Key("changed_at");
    has_picture ? put(writer, iso_utc(view.changed_at)) : void(writer.Null());
    // So that a client can tell by itself, even when nobody writes this document any more.
    writer.Key("stale_at");
    has_picture ? put(writer, iso_utc(view.stale_at)) : void(writer.Null());
    put(writer, "state", to_string(view.state));
    put(writer, "reason", to_string(view.reason));
    writer.Key("width");
    has_picture ? writer.Uint(view.width) : writer.Null();
    writer.Key("height");
    has_picture ? writer.Uint(view.height) : writer.Null();
}

void put_nobody(Writer& writer) {
    for (const char* key : {"id", "kind", "src", "alt", "canyon"}) {
        put(writer, key, "");
    }
}

std::string finish(const rapidjson::StringBuffer& buffer) {
    return std::string{buffer.GetString(), buffer.GetSize()} + "\n";
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
                       const std::string& etag, const Snapshot& snapshot) {
    rapidjson::StringBuffer buffer;
    Writer writer{buffer};
    const Camera* status = status_camera(group);
    const auto put_all = [&](const Camera& camera) {
        put_camera(writer, site, group, camera);
        put_picture(writer, site, camera, snapshot.of(camera.slug));
    };

    writer.StartObject();
    put(writer, "name", group.name);
    put(writer, "etag", "\"" + etag + "\"");
    writer.Key("status");
    writer.StartObject();
    status ? put_all(*status) : put_nobody(writer);
    writer.EndObject();
    writer.Key("cameras");
    writer.StartArray();
    for (const Camera& camera : group.cameras) {
        if (camera.enabled && &camera != status) {
            writer.StartObject();
            put_all(camera);
            writer.EndObject();
        }
    }
    writer.EndArray();
    writer.EndObject();
    return finish(buffer);
}

std::string group_etag(const config::Site& site, const config::Group& group,
                       const std::string& page) {
    const std::string shape = group_json(site, group, "", Snapshot{}) + group.title + page;
    return hex16(content_hash(std::as_bytes(std::span{shape})));
}

std::string camera_json(const config::Config& config, std::size_t group_index,
                        const Camera& camera) {
    const config::Group& group = config.groups[group_index];
    rapidjson::StringBuffer buffer;
    Writer writer{buffer};
    writer.StartObject();
    writer.Key("Camera");
    writer.StartObject();
    put_camera(writer, config.site, group, camera);
    writer.EndObject();
    put(writer, "CanyonName", group.name);
    put(writer, "CanyonPath", link(config.site, group_key(config, group_index)));
    put(writer, "ImageURL",
        camera.kind == CameraKind::kIframe ? "" : link(config.site, image_key(camera.id)));
    writer.Key("WeatherStation");
    writer.Null();
    writer.EndObject();
    return finish(buffer);
}

}  // namespace livecam::pages
