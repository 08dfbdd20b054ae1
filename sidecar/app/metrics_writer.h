// The thread that writes livecamd's metrics into the store.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "sidecar/fetch/pool.h"
#include "sidecar/ops/metrics.h"
#include "sidecar/publish/publisher.h"

namespace livecam::app {

/// At most every kMetricsPeriod, and so seldom that it takes no more than one part in
/// kMetricsShare of a processor, however many cameras there are.
inline constexpr std::chrono::seconds kMetricsPeriod{5};
inline constexpr int kMetricsShare = 50;

class MetricsWriter {
  public:
    /// The publisher's thread runs already, and ends later.
    MetricsWriter(ops::Metrics& metrics, publish::Publisher& publisher, const fetch::Pool& pool);

    /// Ends the thread, after what it is writing.
    void stop();

  private:
    void run(const std::stop_token& stop);
    void write();

    ops::Metrics& metrics_;
    publish::Publisher& publisher_;
    const fetch::Pool& pool_;
    bool failing_ = false;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace livecam::app
