#include "sidecar/config/checks.h"

#include <unordered_map>

#include "sidecar/config/pointer.h"
#include "sidecar/config/reach_check.h"
#include "sidecar/config/slug.h"
#include "sidecar/config/text.h"
#include "sidecar/config/units.h"
#include "sidecar/config/url.h"
#include "sidecar/config/value_text.h"

namespace livecam::config {
namespace {

class Rules {
  public:
    explicit Rules(const Origin& origin) : origin_(origin) {}

    void group(const Group& group, const std::string& pointer) {
        if (group.id.empty()) {
            return;  // the schema has said so
        }
        const std::string where = child(pointer, "id");
        const auto [first, fresh] = groups_.emplace(group.id, where);
        if (!fresh) {
            add(where, quoted(group.id, "id"),
                "is also the id of " + origin_.pointer(first->second) + "; choose another id");
        }
    }

    void camera(const Camera& camera, const std::string& pointer) {
        if (camera.name.empty()) {
            return;  // the schema has said so
        }
        slug(camera, pointer);
        if (camera.min_interval > camera.max_interval && !limits_contradict_) {
            add(child(pointer, "min_interval"), '"' + duration_text(camera.min_interval) + '"',
                "is longer than the camera's max_interval " + duration_text(camera.max_interval) +
                    "; lower it or raise the other");
        }
        if (camera.id != camera.slug) {
            const auto [first, fresh] = ids_.emplace(camera.id, pointer);
            if (!fresh) {
                add(child(pointer, "src"), quoted(camera.src, "src"),
                    "is also the address of " + origin_.pointer(first->second) +
                        ", and with site.legacy_ids a camera's id is its address; remove one");
            }
        }
        if (const Contradiction found = check_reach(camera); !found.setting.empty()) {
            add(child(pointer, found.setting), "", found.rule);
        }
        if (camera.kind == CameraKind::kIframe && parse_url(camera.src).has_user_info) {
            add(child(pointer, "src"), quoted(camera.src, "src"),
                "an iframe's address is shown to everyone; remove the user info before the @");
        }
    }

    void limits(const Config& config) {
        const Store& store = config.store;
        const Fetch& fetch = config.fetch;
        if (store.max_bytes && *store.max_bytes < fetch.max_image_bytes) {
            add("/store/max_bytes", '"' + size_text(*store.max_bytes) + '"',
                "cannot hold one picture of /fetch/max_image_bytes " +
                    size_text(fetch.max_image_bytes) + "; raise it or lower the other");
        }
        if (!config.site.hsts.empty() && config.site.url.starts_with("http://")) {
            add("/site/hsts", quoted(config.site.hsts, "hsts"),
                "is for https, and /site/url begins with http://; remove it or correct the url");
        }
        limits_contradict_ = fetch.min_interval > fetch.max_interval;
        if (limits_contradict_) {
            add("/fetch/min_interval", '"' + duration_text(fetch.min_interval) + '"',
                "is longer than /fetch/max_interval " + duration_text(fetch.max_interval) +
                    "; lower it or raise the other");
        }
        if (fetch.max_backoff < fetch.interval) {
            add("/fetch/max_backoff", '"' + duration_text(fetch.max_backoff) + '"',
                "is shorter than /fetch/interval " + duration_text(fetch.interval) +
                    ", so that a failing camera would be asked more often; raise it");
        }
    }

    Problems take() { return std::move(problems_); }

  private:
    void slug(const Camera& camera, const std::string& pointer) {
        const bool own = camera.slug != slug_of(camera.name);
        const std::string where = child(pointer, own ? "slug" : "name");
        if (own && camera.slug.empty()) {
            return;  // the format of a slug has said so
        }
        if (camera.slug.empty()) {
            add(where, quoted(camera.name, "name"),
                "leaves nothing for the camera's address; use some of a-z and 0-9, or give a "
                "\"slug\"");
            return;
        }
        const auto [first, fresh] = slugs_.emplace(camera.slug, where);
        if (!fresh) {
            add(where, quoted(own ? camera.slug : camera.name, "name"),
                "has the address /camera/" + escape(camera.slug, 60) + ", as " +
                    origin_.pointer(first->second) +
                    " has; change the name or give one a \"slug\"");
        }
    }

    void add(std::string pointer, std::string value, std::string rule) {
        problems_.push_back({{}, std::move(pointer), std::move(value), std::move(rule)});
    }

    const Origin& origin_;
    std::unordered_map<std::string, std::string> groups_, slugs_, ids_;
    bool limits_contradict_ = false;  // of fetch, so that each camera need not say so again
    Problems problems_;
};

}  // namespace

Problems check_rules(const Config& config, const Origin& origin) {
    Rules rules(origin);
    rules.limits(config);
    for (std::size_t g = 0; g < config.groups.size(); ++g) {
        const std::string pointer = child("/groups", g);
        rules.group(config.groups[g], pointer);
        for (std::size_t c = 0; c < config.groups[g].cameras.size(); ++c) {
            rules.camera(config.groups[g].cameras[c], child(pointer + "/cameras", c));
        }
    }
    return rules.take();
}

}  // namespace livecam::config
