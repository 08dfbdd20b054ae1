#include "sidecar/pages/push_bodies.h"

#include <span>

#include "shared/hash.h"
#include "sidecar/pages/hex.h"
#include "sidecar/pages/links.h"
#include "sidecar/pages/site_outline.h"

namespace livecam::pages {

std::string wall_version(const std::vector<std::string>& group_etags, const std::string& design) {
    std::string all = design;
    for (const std::string& etag : group_etags) {
        all += etag + '\n';
    }
    return hex16(content_hash(std::as_bytes(std::span{all})));
}

Body events_body(const config::Config& config, const std::string& version, const Facts& facts) {
    Body events;
    events.path = "/events";
    events.content_type = "text/plain; charset=utf-8";
    events.kind = Kind::kEvents;
    events.flags = kFlagNoStore;
    events.content = site_outline(config, version, facts);
    return events;
}

std::vector<Body> stream_bodies(const config::Config& config) {
    std::vector<Body> all;
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (camera.enabled && camera.kind != config::CameraKind::kIframe) {
                Body stream;
                stream.path = stream_key(camera.slug);
                stream.content_type = "multipart/x-mixed-replace";
                stream.kind = Kind::kStream;
                stream.flags = kFlagNoStore;
                stream.target = image_key(camera.slug);
                all.push_back(std::move(stream));
            }
        }
    }
    return all;
}

}  // namespace livecam::pages
