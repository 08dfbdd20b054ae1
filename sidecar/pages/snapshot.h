// All cameras at one moment, as the pages see them.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "shared/freshness.h"
#include "shared/reason.h"

namespace livecam::pages {

struct CameraView {
    CameraState state = CameraState::kPending;
    Reason reason = Reason::kNone;
    std::uint64_t etag = 0;        // of the newest picture; 0: there is none yet
    std::int64_t changed_at = 0;   // ms since the epoch: these bytes were first seen
    std::int64_t stale_at = 0;     // ms since the epoch: from here on the picture is stale
    std::int64_t captured_at = 0;  // ms since the epoch: what the origin says
    std::uint32_t width = 0;       // pixels; 0: unknown
    std::uint32_t height = 0;
    std::uint32_t period_ms = 0;
};

struct Snapshot {
    std::int64_t now_ms = 0;
    std::uint64_t revision = 0;
    std::unordered_map<std::string, CameraView> cameras;  // by slug

    /// A camera the snapshot does not know is pending.
    CameraView of(const std::string& slug) const {
        const auto found = cameras.find(slug);
        return found == cameras.end() ? CameraView{} : found->second;
    }
};

}  // namespace livecam::pages
