// What is counted of each origin (scheme, host, port), for which cameras wait for each other.
#pragma once

#include <prometheus/family.h>
#include <prometheus/registry.h>

#include <map>
#include <string>
#include <unordered_map>

#include "sidecar/config/config.h"
#include "sidecar/fetch/attempt.h"

namespace livecam::ops {

/// For one thread at a time; collecting may go on meanwhile.
class OriginMetrics {
  public:
    explicit OriginMetrics(prometheus::Registry& registry);

    /// Which origins there are. A camera's address is nobody's business who can read the metrics:
    /// an origin is called by the slug of its first camera, unless metrics.origin_names is on.
    void apply(const config::Config& config);

    /// An attempt ended.
    void count(const fetch::Attempt& attempt);

  private:
    struct Origin {
        std::string label;
        prometheus::Counter* requests = nullptr;
        prometheus::Counter* waited = nullptr;
        prometheus::Counter* late = nullptr;
        std::map<Reason, prometheus::Counter*> errors;
    };

    void remove(const Origin& origin);

    prometheus::Family<prometheus::Counter>& requests_;
    prometheus::Family<prometheus::Counter>& errors_;
    prometheus::Family<prometheus::Counter>& waited_;
    prometheus::Family<prometheus::Counter>& late_;
    std::map<std::string, Origin> origins_;                   // by scheme, host and port
    std::unordered_map<std::string, std::string> origin_of_;  // a camera's slug → its origin
};

}  // namespace livecam::ops
