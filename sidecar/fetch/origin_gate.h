// How many requests to one origin may be under way, and who comes next.
#pragma once

#include <deque>

namespace livecam::fetch {

struct Camera;

class OriginGate {
  public:
    /// True: the camera may start, and must leave() when it is done. False: it is queued.
    bool enter(Camera& camera, int cap);
    void leave() noexcept { --active_; }
    /// The camera that has waited longest, now entered; null if there is none or no room.
    Camera* next(int cap);
    /// It waits no longer.
    void forget(Camera& camera);

    bool idle() const noexcept { return active_ == 0 && queue_.empty(); }

  private:
    int active_ = 0;
    std::deque<Camera*> queue_;
};

}  // namespace livecam::fetch
