#include "sidecar/fetch/pace.h"

#include <algorithm>

namespace livecam::fetch {
namespace {

using std::chrono::seconds;

constexpr milliseconds kGuess = seconds(5);
constexpr milliseconds kClockTick = seconds(1);  // of Last-Modified
constexpr milliseconds kMaxSpread = seconds(1);
/// Hits without a miss that are taken for luck, before looks come earlier.
constexpr int kTrusted = 6;
/// Earlier by 1/16, 1/8, 1/4, 1/2; if that hits as well, the period is wrong.
constexpr int kLeads = 4;
constexpr int kMaxDoublings = 16;

milliseconds between(Instant from, Instant to) {
    return std::chrono::duration_cast<milliseconds>(to - from);
}

}  // namespace

void Pace::lost() noexcept {
    seen_.reset();
    mark_.reset();
    misses_ = 0;
}

void Pace::looked(Instant now, bool changed_now, std::optional<Instant> captured, Limits limits) {
    if (!changed_now) {
        ++misses_;
    } else if (seen_) {
        changed(now, captured, limits);
    } else {
        anchor_ = change_seen_ = now;
        misses_ = 0;
    }
    seen_ = now;
}

void Pace::changed(Instant now, std::optional<Instant> captured, Limits limits) {
    Instant lo = *seen_;
    Instant hi = now;
    bool close = misses_ > 0;
    if (captured && (period_.count() == 0 || period_ >= 8 * kClockTick)) {
        const Instant from = *captured + behind_;
        const Instant to = from + kClockTick;
        if (from > lo && from <= hi) {
            lo = from;
            hi = std::min(hi, to);
            close = true;
        } else if (to < lo && misses_ > 0) {
            behind_ += between(to, lo);
        }
    }
    ++changes_;
    hits_ = misses_ > 0 ? 0 : hits_ + 1;
    if (close) {
        mark(lo, hi);
    } else {
        anchor_ = std::min(now, anchor_ + period_);
    }
    if (misses_ == 0) {
        found_unprepared(now, limits);
    }
    change_seen_ = now;
    misses_ = 0;
}

void Pace::mark(Instant lo, Instant hi) {
    const milliseconds width = between(lo, hi);
    const Instant middle = lo + width / 2;
    if (mark_) {
        const milliseconds gap = between(*mark_, middle) / changes_;
        if (width <= gap / 2 || sample_count_ == 0) {
            sample(gap);
        }
    }
    mark_ = middle;
    changes_ = 0;
    const bool tight = width <= period_ / 8;
    anchor_ = tight ? hi : middle;
    if (!tight) {
        hits_ = std::max(hits_, kTrusted);
    }
}

/// A hit, and no look was too early for it. That says nothing at the limit, where looks cannot come
/// earlier: then the limit is all that is known of the period.
void Pace::found_unprepared(Instant now, Limits limits) {
    const milliseconds gap = between(change_seen_, now);
    const bool at_limit = gap <= limits.min + limits.min / 8;
    if (at_limit && hits_ > kTrusted) {
        period_ = limits.min;
        sample_count_ = 0;
        hits_ = kTrusted;
    } else if (period_.count() != 0 && hits_ > kTrusted + kLeads) {
        period_ = std::max(period_ / 2, limits.min);
        sample_count_ = 0;
        mark_.reset();
        hits_ = kTrusted;
        anchor_ = now;
    }
}

void Pace::sample(milliseconds gap) {
    std::rotate(samples_.rbegin(), samples_.rbegin() + 1, samples_.rend());
    samples_[0] = gap;
    sample_count_ = std::min(sample_count_ + 1, kSamples);
    auto sorted = samples_;
    std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sample_count_));
    period_ = std::max(milliseconds(1), sorted[(sample_count_ - 1) / 2]);
}

milliseconds Pace::spread() const noexcept {
    if (sample_count_ < kSamples) {
        return milliseconds(0);
    }
    const auto [least, most] = std::minmax_element(samples_.begin(), samples_.end());
    return std::min(*most - *least, period_);
}

milliseconds Pace::lead() const noexcept {
    return hits_ > kTrusted ? period_ / (1 << std::max(1, 4 - (hits_ - kTrusted - 1)))
                            : milliseconds(0);
}

milliseconds Pace::next(Instant now, double random, Limits limits) const noexcept {
    milliseconds wait{0};
    if (period_.count() == 0) {
        double guess = static_cast<double>(kGuess.count());
        for (int i = 0; i < std::min(misses_, kMaxDoublings); ++i) {
            guess *= 1.5;
        }
        for (int i = 0; i < std::min(hits_, kMaxDoublings); ++i) {
            guess /= 2;
        }
        wait = milliseconds(static_cast<milliseconds::rep>(guess));
    } else if (misses_ == 0) {
        wait = between(now, anchor_ + period_ - lead());
    } else {
        const int doublings = std::min(misses_ - 1, kMaxDoublings);
        wait = std::max(period_ / 16, spread() / 2) * (1 << doublings);
    }
    const double slack = static_cast<double>(std::min(period_ / 64, kMaxSpread).count());
    wait += milliseconds(static_cast<milliseconds::rep>(random * slack));
    return std::clamp(wait, limits.min, std::max(limits.min, limits.max));
}

}  // namespace livecam::fetch
