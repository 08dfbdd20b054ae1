// What is counted of each camera: a fixed number of series for each, which go with it.
//
// Written here rather than by prometheus-cpp, whose series take 4 KB for each camera, and as much
// again while they are collected: half of what livecamd may use for a camera.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "shared/descriptor.h"
#include "sidecar/fetch/attempt.h"
#include "sidecar/ops/recent_durations.h"

namespace livecam::ops {

/// From any thread.
class CameraMetrics {
  public:
    /// What is known of its picture; makes its series if there are none.
    void describe(const std::string& slug, const Descriptor& descriptor);

    /// An attempt ended.
    void count(const fetch::Attempt& attempt);

    /// Takes away the series of all cameras but these.
    void keep_only(const std::unordered_set<std::string>& slugs);

    /// In Prometheus's text format 0.0.4, one camera after the other in each family.
    std::string text() const;

    /// By slug.
    std::unordered_map<std::string, RecentDurations> recent_durations() const;

    /// Upper bounds of a fetch's duration, ms. Few, because each camera has a series for each.
    static constexpr std::array<std::int64_t, 7> kDurations{50, 100, 250, 500, 1000, 2500, 5000};

    /// Of one camera; times are ms.
    struct Series {
        std::array<std::uint64_t, 3> fetches{};                        // by fetch::Outcome
        std::uint64_t received = 0;                                    // bytes
        std::array<std::uint64_t, kDurations.size() + 1> durations{};  // the last one: longer
        std::int64_t duration = 0;                                     // sum
        RecentDurations recent{};
        std::int64_t changed_at = 0;
        std::int64_t checked_at = 0;
        std::int64_t period = 0;
        std::uint64_t picture_bytes = 0;
    };

  private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Series> series_;  // by slug: [a-z0-9-]+, nothing to escape
};

}  // namespace livecam::ops
