#include "sidecar/ops/origin_metrics.h"

#include <prometheus/counter.h>

#include <algorithm>

#include "sidecar/fetch/counters.h"
#include "sidecar/fetch/origin.h"

namespace livecam::ops {
namespace {

prometheus::Family<prometheus::Counter>& counter(prometheus::Registry& registry, const char* name,
                                                 const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

}  // namespace

OriginMetrics::OriginMetrics(prometheus::Registry& registry)
    : requests_(counter(registry, "livecam_origin_requests_total", "Attempts at an origin.")),
      errors_(counter(registry, "livecam_origin_errors_total",
                      "Attempts at an origin that failed, by reason.")),
      waited_(counter(registry, "livecam_origin_wait_seconds_total",
                      "Time for which cameras waited for their turn (fetch.per_host).")),
      late_(counter(registry, "livecam_origin_late_total",
                    "Attempts that began more than 250 ms after they were due.")) {}

void OriginMetrics::apply(const config::Config& config) {
    std::map<std::string, std::string> labels;  // origin → label
    origin_of_.clear();
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (!camera.enabled || camera.kind == config::CameraKind::kIframe) {
                continue;
            }
            const std::string origin = fetch::origin_of(camera.src);
            origin_of_[camera.slug] = origin;
            const bool named = config.metrics.origin_names && !origin.empty();
            labels.emplace(origin, named ? origin : camera.slug);
        }
    }
    std::erase_if(origins_, [&](const auto& item) {
        const auto wanted = labels.find(item.first);
        const bool same = wanted != labels.end() && wanted->second == item.second.label;
        if (!same) {
            remove(item.second);
        }
        return !same;
    });
    for (const auto& [origin, label] : labels) {
        Origin& of = origins_[origin];
        if (of.requests == nullptr) {
            of.label = label;
            of.requests = &requests_.Add({{"origin", label}});
            of.waited = &waited_.Add({{"origin", label}});
            of.late = &late_.Add({{"origin", label}});
        }
    }
}

void OriginMetrics::remove(const Origin& origin) {
    requests_.Remove(origin.requests);
    waited_.Remove(origin.waited);
    late_.Remove(origin.late);
    for (const auto& [reason, errors] : origin.errors) {
        errors_.Remove(errors);
    }
}

void OriginMetrics::count(const fetch::Attempt& attempt) {
    const auto camera = origin_of_.find(attempt.slug);
    if (camera == origin_of_.end()) {
        return;
    }
    Origin& of = origins_[camera->second];
    of.requests->Increment();
    of.waited->Increment(static_cast<double>(std::max<std::int64_t>(attempt.waited_ms, 0)) / 1000);
    of.late->Increment(attempt.late_ms > fetch::kLateMs ? 1 : 0);
    if (attempt.outcome == fetch::Outcome::kFailed) {
        prometheus::Counter*& errors = of.errors[attempt.reason];
        if (errors == nullptr) {
            errors = &errors_.Add(
                {{"origin", of.label}, {"reason", std::string(to_string(attempt.reason))}});
        }
        errors->Increment();
    }
}

}  // namespace livecam::ops
