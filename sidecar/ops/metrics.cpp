#include "sidecar/ops/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/text_serializer.h>

#include <chrono>

namespace livecam::ops {
namespace {

/// Seconds.
const prometheus::Histogram::BucketBoundaries kPublish{0.0001, 0.00025, 0.0005, 0.001, 0.0025,
                                                       0.005,  0.01,    0.05,   0.25};

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Counter& counter(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

}  // namespace

Metrics::Metrics()
    : origins_(registry_),
      fetching_(registry_),
      feeds_(registry_),
      process_(registry_),
      publish_(prometheus::BuildHistogram()
                   .Name("livecam_store_publish_duration_seconds")
                   .Help("Time to publish one picture.")
                   .Register(registry_)
                   .Add({}, kPublish)),
      bytes_(gauge(registry_, "livecam_store_bytes", "Bytes of frames that have a name.")),
      frames_(gauge(registry_, "livecam_store_frames", "Frames that have a name.")),
      max_bytes_(gauge(registry_, "livecam_store_max_bytes", "Budget for livecam_store_bytes.")),
      published_(counter(registry_, "livecam_store_published_total",
                         "Pictures and bodies published, since the store was made.")),
      dropped_(counter(registry_, "livecam_store_dropped_total",
                       "Updates dropped because the store was full.")),
      render_(gauge(registry_, "livecam_metrics_render_seconds",
                    "How long livecamd's part of these lines took the last time.")) {}

void Metrics::apply(const config::Config& config) {
    std::unordered_set<std::string> slugs;
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (camera.enabled && camera.kind != config::CameraKind::kIframe) {
                slugs.insert(camera.slug);
            }
        }
    }
    cameras_.keep_only(slugs);
    origins_.apply(config);
}

void Metrics::describe(const std::string& slug, const Descriptor& descriptor) {
    cameras_.describe(slug, descriptor);
}

void Metrics::count(const fetch::Attempt& attempt) {
    cameras_.count(attempt);
    origins_.count(attempt);
}

void Metrics::published(double seconds) {
    publish_.Observe(seconds);
}

void Metrics::raise(prometheus::Counter& counter, std::uint64_t total) {
    counter.Increment(static_cast<double>(total) - counter.Value());
}

void Metrics::set_store(const Summary& summary) {
    bytes_.Set(static_cast<double>(summary.live_bytes));
    frames_.Set(static_cast<double>(summary.live_frames));
    max_bytes_.Set(static_cast<double>(summary.max_bytes));
    raise(published_, summary.published);
    raise(dropped_, summary.dropped);
}

void Metrics::set_fetch(const fetch::Counters& counters, const fetch::Resolver::Counts& resolver) {
    fetching_.set(counters, resolver);
}

std::string Metrics::text() {
    const auto begin = std::chrono::steady_clock::now();
    process_.refresh();
    std::string text = prometheus::TextSerializer().Serialize(registry_.Collect());
    text += cameras_.text();
    render_.Set(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    return text;
}

}  // namespace livecam::ops
