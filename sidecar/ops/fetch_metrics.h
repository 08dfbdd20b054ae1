// What the fetch threads count together.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include "sidecar/fetch/counters.h"
#include "sidecar/fetch/resolver.h"

namespace livecam::ops {

/// For one thread at a time; collecting may go on meanwhile.
class FetchMetrics {
  public:
    explicit FetchMetrics(prometheus::Registry& registry);

    /// The totals as they are now.
    void set(const fetch::Counters& counters, const fetch::Resolver::Counts& resolver);

  private:
    prometheus::Counter& gets_;
    prometheus::Counter& heads_;
    prometheus::Counter& not_modified_;
    prometheus::Counter& late_;
    prometheus::Counter& overdue_;
    prometheus::Counter& lookups_;
    prometheus::Gauge& under_way_;
    prometheus::Gauge& waiting_;
    prometheus::Gauge& resolver_busy_;
};

}  // namespace livecam::ops
