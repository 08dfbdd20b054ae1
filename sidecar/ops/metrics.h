// livecamd's part of /_/metrics. Start here.
//
//   camera_, feed_, fetch_, origin_, process_metrics   what is counted of each
//   sidecar/app/metrics_writer                      the thread that writes it into the store
//
// Names are livecam_*, units are base units (https://prometheus.io/docs/practices/naming/). The
// rest is the nginx module's: what it counts itself, and what the clock decides.
#pragma once

#include <prometheus/registry.h>

#include <cstdint>
#include <mutex>
#include <string>

#include "shared/summary.h"
#include "sidecar/ops/camera_metrics.h"
#include "sidecar/ops/feed_metrics.h"
#include "sidecar/ops/fetch_metrics.h"
#include "sidecar/ops/origin_metrics.h"
#include "sidecar/ops/process_metrics.h"

namespace livecam::ops {

class Metrics {
  public:
    Metrics();

    // Of the publisher's thread:

    /// Another configuration: series of what is no more go.
    void apply(const config::Config& config);

    /// What a camera's entry says; also before its first attempt.
    void describe(const std::string& slug, const Descriptor& descriptor);

    /// An attempt that was taken.
    void count(const fetch::Attempt& attempt);

    /// A picture was published, in so many seconds.
    void published(double seconds);

    /// Of the feeds' thread.
    FeedMetrics& feeds() noexcept { return feeds_; }

    /// How long the newest attempts at each camera took, by slug; from any thread.
    std::unordered_map<std::string, RecentDurations> recent_durations() const {
        return cameras_.recent_durations();
    }

    // Of the thread that writes them:

    /// The store's counters, as they are now.
    void set_store(const Summary& summary);

    /// What the fetch threads count, as it is now.
    void set_fetch(const fetch::Counters& counters, const fetch::Resolver::Counts& resolver);

    /// All of it, in Prometheus's text format 0.0.4.
    std::string text();

  private:
    /// prometheus-cpp's counters only grow; ours are totals.
    static void raise(prometheus::Counter& counter, std::uint64_t total);

    prometheus::Registry registry_;
    CameraMetrics cameras_;
    OriginMetrics origins_;
    FetchMetrics fetching_;
    FeedMetrics feeds_;
    ProcessMetrics process_;
    prometheus::Histogram& publish_;
    prometheus::Gauge& bytes_;
    prometheus::Gauge& frames_;
    prometheus::Gauge& max_bytes_;
    prometheus::Counter& published_;
    prometheus::Counter& dropped_;
    prometheus::Gauge& render_;
};

}  // namespace livecam::ops
