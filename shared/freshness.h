// The state of a camera, computed by whoever reads it, so that it stays true when the sidecar is
// dead. All times are milliseconds since the Unix epoch; 0 means "never".
#pragma once

#include <cstdint>
#include <string_view>

#include "shared/reason.h"

namespace livecam {

enum class CameraState : std::uint8_t { kPending, kLive, kStale, kDown };

constexpr std::string_view to_string(CameraState state) noexcept {
    switch (state) {
        case CameraState::kPending:
            return "pending";
        case CameraState::kLive:
            return "live";
        case CameraState::kStale:
            return "stale";
        case CameraState::kDown:
            return "down";
    }
    return "unknown";
}

struct Freshness {
    bool has_picture = false;
    Reason reason = Reason::kNone;  // of the last attempt
    std::int64_t changed_at = 0;    // when the newest bytes were first seen
    std::int64_t stale_at = 0;      // from here on the picture is older than its rhythm allows
    std::int64_t down_at = 0;       // from here on a failing origin counts as down
};

/// pending: no picture and no failure yet. down: the last attempt failed and its grace is over (a
/// camera that never had a picture has no grace). stale: the picture is older than its own rhythm
/// allows, or the sidecar that should have asked for a newer one is dead. live: otherwise.
constexpr CameraState state_of(const Freshness& f, std::int64_t now_ms,
                               bool sidecar_alive) noexcept {
    const bool failing = f.reason != Reason::kNone;
    if (!f.has_picture) {
        return failing ? CameraState::kDown : CameraState::kPending;
    }
    // A dead sidecar cannot know that an origin fails; it only knows that the picture grows old.
    if (failing && sidecar_alive && now_ms >= f.down_at) {
        return CameraState::kDown;
    }
    return now_ms >= f.stale_at ? CameraState::kStale : CameraState::kLive;
}

}  // namespace livecam
