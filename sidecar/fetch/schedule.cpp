#include "sidecar/fetch/schedule.h"

#include <algorithm>

namespace livecam::fetch {
namespace {

milliseconds scaled(milliseconds span, double factor) noexcept {
    return milliseconds(static_cast<milliseconds::rep>(static_cast<double>(span.count()) * factor));
}

}  // namespace

milliseconds Schedule::ceiling(milliseconds max_backoff) const noexcept {
    const milliseconds limit = std::max(max_backoff, interval_);
    milliseconds wait = interval_;
    for (int i = 1; i < level_ && wait < limit; ++i) {
        wait *= 2;
    }
    return std::min(wait, limit);
}

milliseconds Schedule::backoff(double random, milliseconds max_backoff) const noexcept {
    return interval_ + scaled(ceiling(max_backoff) - interval_, random);
}

void Schedule::succeeded(Instant now, double random, milliseconds max_backoff) noexcept {
    level_ = std::max(0, level_ - 1);
    if (level_ > 0) {
        due_ = now + backoff(random, max_backoff);
        return;
    }
    // Uniform over one whole interval, so that phases are uniform too; not below half of it.
    const milliseconds gap = spread_ ? interval_ : scaled(interval_, 0.5 + random);
    spread_ = true;
    due_ = std::max(now, due_ + gap);
}

void Schedule::succeeded_after(Instant started, milliseconds wait, Instant now, double random,
                               milliseconds max_backoff) noexcept {
    interval_ = wait;
    level_ = std::max(0, level_ - 1);
    spread_ = true;
    due_ = level_ > 0 ? now + backoff(random, max_backoff) : std::max(now, started + wait);
}

void Schedule::hurry(Instant now) noexcept {
    if (level_ == 0) {
        due_ = std::min(due_, now);
    }
}

void Schedule::failed(Instant now, double random, milliseconds max_backoff,
                      std::optional<milliseconds> retry_after) noexcept {
    // Levels beyond the ceiling would only make the way back longer.
    if (level_ == 0 || ceiling(max_backoff) < std::max(max_backoff, interval_)) {
        ++level_;
    }
    spread_ = true;
    due_ = now + std::max(backoff(random, max_backoff), retry_after.value_or(milliseconds{0}));
}

void Schedule::set_interval(milliseconds interval, Instant now) noexcept {
    interval_ = interval;
    if (level_ == 0) {
        due_ = std::min(due_, now + interval);
    }
}

}  // namespace livecam::fetch
