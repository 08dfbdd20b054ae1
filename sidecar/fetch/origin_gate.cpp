#include "sidecar/fetch/origin_gate.h"

#include <algorithm>

#include "sidecar/fetch/camera.h"

namespace livecam::fetch {

bool OriginGate::enter(Camera& camera, int cap) {
    if (active_ < cap) {
        ++active_;
        return true;
    }
    camera.step = Step::kQueued;
    queue_.push_back(&camera);
    return false;
}

Camera* OriginGate::next(int cap) {
    if (queue_.empty() || active_ >= cap) {
        return nullptr;
    }
    Camera* const camera = queue_.front();
    queue_.pop_front();
    camera->step = Step::kIdle;
    ++active_;
    return camera;
}

void OriginGate::forget(Camera& camera) {
    camera.step = Step::kIdle;
    queue_.erase(std::remove(queue_.begin(), queue_.end(), &camera), queue_.end());
}

}  // namespace livecam::fetch
