#include "sidecar/pages/push_bodies.h"

#include <span>

#include "shared/hash.h"
#include "sidecar/pages/hex.h"

namespace livecam::pages {
namespace {

std::string version(const std::vector<std::string>& group_etags) {
    std::string all;
    for (const std::string& etag : group_etags) {
        all += etag + '\n';
    }
    return hex16(content_hash(std::as_bytes(std::span{all})));
}

}  // namespace

std::vector<Body> push_bodies(const config::Config& config,
                              const std::vector<std::string>& group_etags) {
    Body events;
    events.path = "/events";
    events.content_type = "text/plain; charset=utf-8";
    events.kind = Kind::kEvents;
    events.flags = kFlagNoStore;
    events.content = config.site.prefix + "\n" + version(group_etags) + "\n";
    for (const config::Group& group : config.groups) {
        events.content += group.id + "\n";
    }
    return {events};
}

}  // namespace livecam::pages
