// All cameras at one moment, and all facts: what pages and JSON are rendered from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/freshness.h"
#include "shared/reason.h"
#include "sidecar/pages/facts.h"

namespace livecam::pages {

/// What a camera's address answers with; less than the picture only by on_down.
enum class Shown : std::uint8_t { kNothing, kPicture, kPlaceholder };

constexpr std::string_view to_string(Shown shown) noexcept {
    return shown == Shown::kPicture       ? "picture"
           : shown == Shown::kPlaceholder ? "placeholder"
                                          : "nothing";
}

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
    Shown shown = Shown::kNothing;
    Weather weather;  // at the camera

    bool operator==(const CameraView&) const = default;
};

/// What stays true of a camera while only its picture changes: for pages that are rendered when a
/// camera's state changes, and not with each of its pictures.
inline CameraView lasting(CameraView view) noexcept {
    view.etag = view.etag != 0 ? 1 : 0;
    view.captured_at = 0;
    view.stale_at = 0;
    view.period_ms = 0;
    if (view.state == CameraState::kLive) {
        view.changed_at = 0;
        view.reason = Reason::kNone;  // one failure is no news before the camera is down
    }
    return view;
}

struct Snapshot {
    std::int64_t now_ms = 0;
    std::uint64_t revision = 0;
    std::unordered_map<std::string, CameraView> cameras;  // by slug
    FactsPtr facts = no_facts();

    /// A camera of a group; one that the snapshot does not know is pending.
    CameraView of(const std::string& group, const std::string& slug) const {
        const auto found = cameras.find(slug);
        CameraView view = found == cameras.end() ? CameraView{} : found->second;
        view.weather = facts->of(group).weather_of(slug);
        return view;
    }
};

}  // namespace livecam::pages
