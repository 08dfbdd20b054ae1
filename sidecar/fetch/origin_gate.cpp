#include "sidecar/fetch/origin_gate.h"

#include <algorithm>

#include "sidecar/fetch/camera.h"

namespace livecam::fetch {

bool OriginGate::enter(Camera& camera, int cap) {
    if (active_ < cap) {
        ++active_;
        return true;
    }
    camera.waiting = true;
    queue_.push_back(&camera);
    return false;
}

Camera* OriginGate::next(int cap) {
    if (queue_.empty() || active_ >= cap) {
        return nullptr;
    }
    Camera* const camera = queue_.front();
    queue_.pop_front();
    camera->waiting = false;
    ++active_;
    return camera;
}

void OriginGate::forget(Camera& camera) {
    camera.waiting = false;
    queue_.erase(std::remove(queue_.begin(), queue_.end(), &camera), queue_.end());
}

}  // namespace livecam::fetch
