#include "sidecar/app/herald_text.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace livecam::app {

std::string status_line(const pages::Snapshot& snapshot) {
    std::size_t live = 0;
    std::size_t stale = 0;
    std::size_t down = 0;
    std::int64_t newest = 0;
    for (const auto& [slug, view] : snapshot.cameras) {
        live += view.state == CameraState::kLive ? 1 : 0;
        stale += view.state == CameraState::kStale ? 1 : 0;
        down += view.state == CameraState::kDown ? 1 : 0;
        newest = std::max(newest, view.changed_at);
    }
    std::string line = fmt::format("{} of {} cameras live", live, snapshot.cameras.size());
    if (stale > 0) {
        line += fmt::format(", {} stale", stale);
    }
    if (down > 0) {
        line += fmt::format(", {} down", down);
    }
    if (newest > 0) {
        const std::int64_t age = std::max<std::int64_t>(0, snapshot.now_ms - newest);
        line += fmt::format(", newest picture {} s old", age / 1000);
    }
    return line;
}

std::string progress_line(const pages::Snapshot& snapshot) {
    std::size_t pictures = 0;
    std::size_t failed = 0;
    for (const auto& [slug, view] : snapshot.cameras) {
        pictures += view.etag != 0 ? 1 : 0;
        failed += view.reason != Reason::kNone ? 1 : 0;
    }
    return fmt::format("{} of {} cameras have a picture, {} failed so far", pictures,
                       snapshot.cameras.size(), failed);
}

bool all_moved(const std::vector<std::uint64_t>& before, const std::vector<std::uint64_t>& now) {
    for (std::size_t i = 0; i < before.size() && i < now.size(); ++i) {
        if (now[i] == before[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace livecam::app
