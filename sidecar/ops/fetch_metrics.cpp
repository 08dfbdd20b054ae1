#include "sidecar/ops/fetch_metrics.h"

#include <cstdint>

namespace livecam::ops {
namespace {

prometheus::Counter& counter(prometheus::Registry& registry, const char* name, const char* help,
                             const prometheus::Labels& labels = {}) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add(labels);
}

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

/// prometheus-cpp's counters only grow; ours are totals.
void raise(prometheus::Counter& counter, std::uint64_t total) {
    counter.Increment(static_cast<double>(total) - counter.Value());
}

constexpr const char* kRequests = "livecam_fetch_requests_total";
constexpr const char* kRequestsHelp = "Requests sent to cameras, redirects and challenges apart.";

}  // namespace

FetchMetrics::FetchMetrics(prometheus::Registry& registry)
    : gets_(counter(registry, kRequests, kRequestsHelp, {{"method", "GET"}})),
      heads_(counter(registry, kRequests, kRequestsHelp, {{"method", "HEAD"}})),
      not_modified_(counter(registry, "livecam_fetch_not_modified_total", "Answers 304.")),
      late_(counter(registry, "livecam_fetch_late_total",
                    "Attempts that began more than 250 ms after they were due.")),
      overdue_(counter(registry, "livecam_fetch_overdue_total",
                       "Attempts that outlived their deadline and were ended.")),
      lookups_(counter(registry, "livecam_fetch_lookups_total", "Names that were looked up.")),
      under_way_(gauge(registry, "livecam_fetch_under_way", "Attempts under way.")),
      waiting_(gauge(registry, "livecam_fetch_waiting",
                     "Cameras that are due and wait for a turn at their origin (fetch.per_host).")),
      resolver_busy_(
          gauge(registry, "livecam_fetch_resolver_busy", "Lookups of names under way.")) {}

void FetchMetrics::set(const fetch::Counters& counters, const fetch::Resolver::Counts& resolver) {
    raise(gets_, counters.gets);
    raise(heads_, counters.heads);
    raise(not_modified_, counters.not_modified);
    raise(late_, counters.late);
    raise(overdue_, counters.overdue);
    raise(lookups_, resolver.lookups);
    under_way_.Set(static_cast<double>(counters.under_way));
    waiting_.Set(static_cast<double>(counters.waiting));
    resolver_busy_.Set(static_cast<double>(resolver.busy));
}

}  // namespace livecam::ops
