// What is counted of each camera: a fixed number of series for each, which go with it.
#pragma once

#include <prometheus/family.h>
#include <prometheus/registry.h>

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "shared/descriptor.h"
#include "sidecar/fetch/attempt.h"

namespace livecam::ops {

/// For one thread at a time; collecting may go on meanwhile.
class CameraMetrics {
  public:
    explicit CameraMetrics(prometheus::Registry& registry);

    /// What is known of its picture; makes its series if there are none.
    void describe(const std::string& slug, const Descriptor& descriptor);

    /// An attempt ended.
    void count(const fetch::Attempt& attempt);

    /// Takes away the series of all cameras but these.
    void keep_only(const std::unordered_set<std::string>& slugs);

  private:
    struct Series {
        prometheus::Counter* changed;
        prometheus::Counter* unchanged;
        prometheus::Counter* failed;
        prometheus::Counter* received;
        prometheus::Histogram* duration;
        prometheus::Gauge* changed_at;
        prometheus::Gauge* checked_at;
        prometheus::Gauge* period;
        prometheus::Gauge* picture_bytes;
    };

    Series& series(const std::string& slug);

    prometheus::Family<prometheus::Counter>& fetches_;
    prometheus::Family<prometheus::Counter>& received_;
    prometheus::Family<prometheus::Histogram>& duration_;
    prometheus::Family<prometheus::Gauge>& changed_at_;
    prometheus::Family<prometheus::Gauge>& checked_at_;
    prometheus::Family<prometheus::Gauge>& period_;
    prometheus::Family<prometheus::Gauge>& picture_bytes_;
    std::unordered_map<std::string, Series> series_;  // by slug
};

}  // namespace livecam::ops
