// "interval": "auto": learns how often a camera takes a picture, and looks just after it did. Pure:
// the clock and the random numbers come from the caller.
//
// The estimator. Each look finds either the known picture (a miss) or another one (a hit). A change
// lies between the last look that did not have it and the one that did. If the origin's
// Last-Modified falls between the two, the change is known to the second; how far the origin's
// clock is behind ours is learned from looks that contradict it. A change that is known closely
// this way, or because a miss came before it, is a mark. The gap between two marks, divided by the
// changes seen from one to the other, is a sample of the period; the period is the median of the
// last three samples, so that one night or one lost picture does not move it.
//
// The next look is due one period after the last change was known to be there. If it comes too
// early, the next ones follow after 1/16 of the period (or half the spread of the samples, if that
// is longer), 1/8, 1/4 …: the change is then a mark again, and the phase is tight. Looks that are
// never too early prove nothing, since the camera may have become faster: after six hits without a
// miss each further look comes earlier, by 1/16 of the period, 1/8, 1/4, 1/2. If all of those hit,
// the period is halved, and so on. So a steady camera costs about 1.2 requests for each picture,
// which is found within 1/8 of its period, and one that stands still is asked ever more rarely.
//
// A camera whose period is not known yet is looked at after 5 s, and then after 1.5 times as long
// with each miss and half as long with each hit.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "sidecar/fetch/schedule.h"

namespace livecam::fetch {

class Pace {
  public:
    struct Limits {
        milliseconds min{0};  // never looks more often
        milliseconds max{0};  // never more rarely
    };

    /// A look at `now` that succeeded. `captured`: when the origin says that the picture was made,
    /// in whole seconds, on our clock.
    void looked(Instant now, bool changed, std::optional<Instant> captured, Limits limits);

    /// Contact was lost, or looks are paced by something else: what happens until the next look is
    /// no evidence.
    void lost() noexcept;

    /// How long to wait after the look at `now`. `random` is uniform in [0, 1); it spreads cameras
    /// that change at the same instant over 1/64 of the period, one second at most.
    milliseconds next(Instant now, double random, Limits limits) const noexcept;

    /// 0: not known yet.
    milliseconds period() const noexcept { return period_; }

  private:
    static constexpr std::size_t kSamples = 3;

    void changed(Instant now, std::optional<Instant> captured, Limits limits);
    void mark(Instant lo, Instant hi);
    void found_unprepared(Instant now, Limits limits);
    void sample(milliseconds gap);
    milliseconds spread() const noexcept;
    milliseconds lead() const noexcept;

    milliseconds period_{0};
    std::array<milliseconds, kSamples> samples_{};  // the newest first
    std::size_t sample_count_ = 0;
    std::optional<Instant> seen_;  // the last look
    std::optional<Instant> mark_;  // the last change that was known closely
    Instant anchor_{};             // the last change was there by then
    Instant change_seen_{};        // the look that found it
    milliseconds behind_{0};       // the origin's clock
    int changes_ = 0;              // since the mark
    int misses_ = 0;               // since the last change
    int hits_ = 0;                 // in a row without a miss
};

}  // namespace livecam::fetch
