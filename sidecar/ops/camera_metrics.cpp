#include "sidecar/ops/camera_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <algorithm>

namespace livecam::ops {
namespace {

/// Seconds. Few, because each camera has a series for each of them.
const prometheus::Histogram::BucketBoundaries kDurations{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

prometheus::Family<prometheus::Gauge>& gauge(prometheus::Registry& registry, const char* name,
                                             const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

double seconds(std::int64_t milliseconds) {
    return static_cast<double>(milliseconds) / 1000;
}

}  // namespace

CameraMetrics::CameraMetrics(prometheus::Registry& registry)
    : fetches_(prometheus::BuildCounter()
                   .Name("livecam_camera_fetches_total")
                   .Help("Attempts at a camera, by what came of them.")
                   .Register(registry)),
      received_(prometheus::BuildCounter()
                    .Name("livecam_camera_received_bytes_total")
                    .Help("Bytes of body that the origin sent.")
                    .Register(registry)),
      duration_(prometheus::BuildHistogram()
                    .Name("livecam_camera_fetch_duration_seconds")
                    .Help("From the request to the end of its answer; waiting for a turn at the "
                          "origin does not count.")
                    .Register(registry)),
      changed_at_(gauge(registry, "livecam_camera_changed_timestamp_seconds",
                        "When the newest picture was first seen; 0: there is none.")),
      checked_at_(gauge(registry, "livecam_camera_checked_timestamp_seconds",
                        "Last successful contact, with or without a new picture; 0: none.")),
      period_(gauge(registry, "livecam_camera_period_seconds",
                    "How often the picture changes, as learned; 0: not known yet.")),
      picture_bytes_(
          gauge(registry, "livecam_camera_picture_bytes", "Size of the newest picture.")) {}

CameraMetrics::Series& CameraMetrics::series(const std::string& slug) {
    const auto found = series_.find(slug);
    if (found != series_.end()) {
        return found->second;
    }
    const prometheus::Labels camera{{"camera", slug}};
    const auto result = [&](const char* name) {
        return &fetches_.Add({{"camera", slug}, {"result", name}});
    };
    return series_
        .emplace(slug, Series{result("changed"), result("unchanged"), result("failed"),
                              &received_.Add(camera), &duration_.Add(camera, kDurations),
                              &changed_at_.Add(camera), &checked_at_.Add(camera),
                              &period_.Add(camera), &picture_bytes_.Add(camera)})
        .first->second;
}

void CameraMetrics::describe(const std::string& slug, const Descriptor& descriptor) {
    const Series& of = series(slug);
    const FrameRef frame = descriptor.has_picture() ? descriptor.frames[0] : FrameRef{};
    of.changed_at->Set(seconds(frame.changed_at));
    of.checked_at->Set(seconds(descriptor.checked_at));
    of.period->Set(seconds(descriptor.period_ms));
    of.picture_bytes->Set(static_cast<double>(frame.length));
}

void CameraMetrics::count(const fetch::Attempt& attempt) {
    const Series& of = series(attempt.slug);
    switch (attempt.outcome) {
        case fetch::Outcome::kChanged:
            of.changed->Increment();
            break;
        case fetch::Outcome::kUnchanged:
            of.unchanged->Increment();
            break;
        case fetch::Outcome::kFailed:
            of.failed->Increment();
            break;
    }
    of.received->Increment(static_cast<double>(attempt.received));
    of.duration->Observe(
        seconds(std::max<std::int64_t>(attempt.finished_at - attempt.started_at, 0)));
}

void CameraMetrics::keep_only(const std::unordered_set<std::string>& slugs) {
    std::erase_if(series_, [&](const auto& item) {
        if (slugs.contains(item.first)) {
            return false;
        }
        const Series& gone = item.second;
        for (prometheus::Counter* counter : {gone.changed, gone.unchanged, gone.failed}) {
            fetches_.Remove(counter);
        }
        received_.Remove(gone.received);
        duration_.Remove(gone.duration);
        changed_at_.Remove(gone.changed_at);
        checked_at_.Remove(gone.checked_at);
        period_.Remove(gone.period);
        picture_bytes_.Remove(gone.picture_bytes);
        return true;
    });
}

}  // namespace livecam::ops
