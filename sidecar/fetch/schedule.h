// When one camera is asked next. Pure: the clock and the random numbers come from the caller.
//
// A healthy camera is asked every interval, counted from when it was due, so that a slow answer
// does not stretch its period; ticks that passed meanwhile are one tick. The second gap has a
// random length around the interval, after which cameras that began together are spread over it.
//
// Failures are counted as a level. At level n the next attempt follows after a random time between
// the interval and interval·2^(n-1), at most max_backoff, counted from the end of the attempt
// ("exponential back-off with full jitter", but never sooner than a healthy camera). A success
// takes one level off instead of all: a camera that flaps is not hammered in its good moments.
#pragma once

#include <chrono>
#include <optional>

namespace livecam::fetch {

using Clock = std::chrono::steady_clock;
using Instant = Clock::time_point;
using std::chrono::milliseconds;

class Schedule {
  public:
    Schedule(milliseconds interval, Instant due) noexcept : interval_(interval), due_(due) {}

    Instant due() const noexcept { return due_; }
    milliseconds interval() const noexcept { return interval_; }
    int level() const noexcept { return level_; }

    /// The attempt that was due ended well. `random` is uniform in [0, 1).
    void succeeded(Instant now, double random, milliseconds max_backoff) noexcept;

    /// It failed. `retry_after` is what the origin asked for; it can only lengthen the wait.
    void failed(Instant now, double random, milliseconds max_backoff,
                std::optional<milliseconds> retry_after) noexcept;

    /// As succeeded(), and if the camera is healthy the next attempt is due `wait` after the one
    /// that began at `started`. The wait is the interval from now on.
    void succeeded_after(Instant started, milliseconds wait, Instant now, double random,
                         milliseconds max_backoff) noexcept;

    /// The interval from the next attempt on.
    void slow_down(milliseconds interval) noexcept { interval_ = interval; }

    /// Due at once, unless the camera fails.
    void hurry(Instant now) noexcept;

    /// A new configuration: a healthy camera follows it at once, a failing one from its next
    /// attempt.
    void set_interval(milliseconds interval, Instant now) noexcept;

  private:
    milliseconds ceiling(milliseconds max_backoff) const noexcept;
    milliseconds backoff(double random, milliseconds max_backoff) const noexcept;

    milliseconds interval_;
    Instant due_;
    int level_ = 0;
    bool spread_ = false;  // the random gap has been taken
};

}  // namespace livecam::fetch
