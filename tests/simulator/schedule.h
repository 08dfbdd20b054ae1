// When each camera takes its pictures.
#pragma once

#include <chrono>
#include <cstdint>

namespace livecam::sim {

/// Sequence numbers come from the wall clock alone, so that they go on where they were when the
/// simulator is restarted with the same interval. `phase` (0…1) shifts a camera's shutter within
/// the interval, so that the cameras do not march in step.
class Schedule {
  public:
    /// REQUIRES: interval >= 1 ms.
    explicit Schedule(std::chrono::milliseconds interval) : interval_ms_(interval.count()) {}

    std::uint64_t sequence_at(std::int64_t now_ms, double phase) const {
        return static_cast<std::uint64_t>((now_ms - shift(phase)) / interval_ms_);
    }

    /// Birth time of picture `sequence`, in milliseconds since the Unix epoch.
    std::int64_t born(std::uint64_t sequence, double phase) const {
        return static_cast<std::int64_t>(sequence) * interval_ms_ + shift(phase);
    }

    std::int64_t interval_ms() const { return interval_ms_; }

    static std::int64_t now_ms() {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    }

  private:
    std::int64_t shift(double phase) const {
        return static_cast<std::int64_t>(phase * static_cast<double>(interval_ms_));
    }

    std::int64_t interval_ms_;
};

}  // namespace livecam::sim
