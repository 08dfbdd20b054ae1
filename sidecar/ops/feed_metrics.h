// What is counted of each feed.
#pragma once

#include <prometheus/family.h>
#include <prometheus/registry.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace livecam::ops {

/// For one thread at a time; collecting may go on meanwhile.
class FeedMetrics {
  public:
    explicit FeedMetrics(prometheus::Registry& registry);

    /// An attempt ended; `result` is "changed", "unchanged" or "failed".
    void count(const std::string& feed, const char* result);

    /// When it last answered well (seconds since the epoch), and how many things it knows.
    void describe(const std::string& feed, std::int64_t reached_at, std::size_t items);

    /// Takes away the series of all feeds but these.
    void keep_only(const std::set<std::string>& feeds);

  private:
    struct Series {
        std::map<std::string, prometheus::Counter*> fetches;  // by result
        prometheus::Gauge* reached_at = nullptr;
        prometheus::Gauge* items = nullptr;
    };

    Series& series(const std::string& feed);

    prometheus::Family<prometheus::Counter>& fetches_;
    prometheus::Family<prometheus::Gauge>& reached_at_;
    prometheus::Family<prometheus::Gauge>& items_;
    std::map<std::string, Series> series_;
};

}  // namespace livecam::ops
