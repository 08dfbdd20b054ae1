#include "sidecar/publish/rhythm.h"

#include <algorithm>
#include <limits>

namespace livecam::publish {
namespace {

std::int64_t picture_changed_at(const Descriptor& camera) {
    return camera.has_picture() ? camera.frames[0].changed_at : 0;
}

void expect(Descriptor& camera, std::int64_t changed_at, std::int64_t interval,
            std::int64_t next_due) {
    const std::int64_t period = std::max<std::int64_t>(camera.period_ms, interval);
    const std::int64_t live = camera.period_ms != 0
                                  ? std::max(kMinLiveMs, kLivePeriods * period)
                                  : std::max(kUnknownLiveMs, kLivePeriods * interval);
    camera.stale_at = changed_at + live;
    // A picture that is late is expected at the next attempt; nothing can appear before it.
    camera.next_expected = std::max(changed_at + period, next_due);
}

void contact(Descriptor& camera, std::int64_t now, std::int64_t interval) {
    camera.reason = Reason::kNone;
    camera.failures = 0;
    camera.checked_at = now;
    camera.down_at = now + std::max(kMinGraceMs, kGraceIntervals * interval);
}

}  // namespace

void on_change(Descriptor& camera, std::int64_t now, std::int64_t interval, std::int64_t next_due) {
    const std::int64_t gap = now - picture_changed_at(camera);
    const bool continuous = camera.has_picture() && camera.failures == 0 && gap > 0 &&
                            now - camera.checked_at < kLivePeriods * interval + kMinGraceMs;
    if (continuous) {
        const std::int64_t period =
            camera.period_ms == 0 ? gap : camera.period_ms + (gap - camera.period_ms) / 4;
        camera.period_ms = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(period, 1, std::numeric_limits<std::uint32_t>::max()));
    }
    contact(camera, now, interval);
    expect(camera, now, interval, next_due);
}

void on_unchanged(Descriptor& camera, std::int64_t now, std::int64_t interval,
                  std::int64_t next_due) {
    contact(camera, now, interval);
    expect(camera, picture_changed_at(camera), interval, next_due);
}

void learn_period(Descriptor& camera, std::int64_t period_ms) {
    if (period_ms > 0) {
        camera.period_ms = static_cast<std::uint32_t>(
            std::min<std::int64_t>(period_ms, std::numeric_limits<std::uint32_t>::max()));
    }
}

void on_failure(Descriptor& camera, Reason reason, std::int64_t interval, std::int64_t next_due) {
    camera.reason = reason;
    if (camera.failures < std::numeric_limits<std::uint32_t>::max()) {
        ++camera.failures;
    }
    // An interval may have become shorter since the last contact, or there was none.
    camera.down_at = camera.checked_at + std::max(kMinGraceMs, kGraceIntervals * interval);
    camera.next_expected = std::max(camera.next_expected, next_due);
}

}  // namespace livecam::publish
