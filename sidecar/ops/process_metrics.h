// What livecamd itself uses, and which livecamd it is.
#pragma once

#include <prometheus/family.h>
#include <prometheus/registry.h>

namespace livecam::ops {

class ProcessMetrics {
  public:
    explicit ProcessMetrics(prometheus::Registry& registry);

    /// Reads them anew from the system.
    void refresh();

  private:
    prometheus::Counter& cpu_;
    prometheus::Gauge& memory_;
};

}  // namespace livecam::ops
