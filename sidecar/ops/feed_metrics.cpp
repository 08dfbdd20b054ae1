#include "sidecar/ops/feed_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>

namespace livecam::ops {

FeedMetrics::FeedMetrics(prometheus::Registry& registry)
    : fetches_(prometheus::BuildCounter()
                   .Name("livecam_feed_fetches_total")
                   .Help("Attempts at a feed's documents, by result.")
                   .Register(registry)),
      reached_at_(prometheus::BuildGauge()
                      .Name("livecam_feed_last_success_timestamp_seconds")
                      .Help("When a feed last answered with something readable; 0: never.")
                      .Register(registry)),
      items_(prometheus::BuildGauge()
                 .Name("livecam_feed_items")
                 .Help("Roads, events, stations or values that a feed knows.")
                 .Register(registry)) {}

FeedMetrics::Series& FeedMetrics::series(const std::string& feed) {
    Series& one = series_[feed];
    if (one.items == nullptr) {
        for (const char* result : {"changed", "unchanged", "failed"}) {
            one.fetches[result] = &fetches_.Add({{"feed", feed}, {"result", result}});
        }
        one.reached_at = &reached_at_.Add({{"feed", feed}});
        one.items = &items_.Add({{"feed", feed}});
    }
    return one;
}

void FeedMetrics::count(const std::string& feed, const char* result) {
    series(feed).fetches.at(result)->Increment();
}

void FeedMetrics::describe(const std::string& feed, std::int64_t reached_at, std::size_t items) {
    Series& one = series(feed);
    one.reached_at->Set(static_cast<double>(reached_at));
    one.items->Set(static_cast<double>(items));
}

void FeedMetrics::keep_only(const std::set<std::string>& feeds) {
    std::erase_if(series_, [&](const auto& item) {
        if (feeds.contains(item.first)) {
            return false;
        }
        for (const auto& [result, counter] : item.second.fetches) {
            fetches_.Remove(counter);
        }
        reached_at_.Remove(item.second.reached_at);
        items_.Remove(item.second.items);
        return true;
    });
}

}  // namespace livecam::ops
