// From what an origin did to the times a camera's state is computed from (shared/freshness.h).
// Pure. Times are milliseconds since the epoch, spans are milliseconds.
#pragma once

#include <cstdint>

#include "shared/descriptor.h"

namespace livecam::publish {

/// A picture stays live for this many of its own periods, and at least for kMinLiveMs.
inline constexpr std::int64_t kLivePeriods = 4;
inline constexpr std::int64_t kMinLiveMs = 30'000;
/// How long a picture stays live whose rhythm is not known yet.
inline constexpr std::int64_t kUnknownLiveMs = 600'000;
/// A failing origin counts as down after this many intervals without contact, and at least
/// kMinGraceMs.
inline constexpr std::int64_t kGraceIntervals = 3;
inline constexpr std::int64_t kMinGraceMs = 15'000;

/// New bytes were seen at `now`. Learns the period as a moving average of the gaps between changes
/// (a quarter of each new gap), ignoring the gap across a time without contact.
void on_change(Descriptor& camera, std::int64_t now, std::int64_t interval, std::int64_t next_due);

/// The origin answered, and the picture is the known one.
void on_unchanged(Descriptor& camera, std::int64_t now, std::int64_t interval,
                  std::int64_t next_due);

/// The fetch thread learned the camera's rhythm better than the gaps between looks can show; 0: it
/// did not.
void learn_period(Descriptor& camera, std::int64_t period_ms);

/// The attempt failed; what is known of the picture stays.
void on_failure(Descriptor& camera, Reason reason, std::int64_t interval, std::int64_t next_due);

}  // namespace livecam::publish
