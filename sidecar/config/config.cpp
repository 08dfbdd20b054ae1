#include "sidecar/config/config.h"

namespace livecam::config {

const Group* find_group(const Config& config, std::string_view id) noexcept {
    for (const Group& group : config.groups) {
        if (group.id == id) {
            return &group;
        }
    }
    return nullptr;
}

const Camera* find_camera(const Config& config, std::string_view slug_or_id) noexcept {
    for (const Group& group : config.groups) {
        for (const Camera& camera : group.cameras) {
            if (camera.slug == slug_or_id || camera.id == slug_or_id) {
                return &camera;
            }
        }
    }
    return nullptr;
}

}  // namespace livecam::config
