#include "sidecar/ops/camera_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

namespace livecam::ops {
namespace {

using Series = CameraMetrics::Series;
using All = std::vector<std::pair<std::string, Series>>;

constexpr std::array<std::string_view, 3> kOutcomes{"changed", "unchanged", "failed"};
static_assert(static_cast<int>(fetch::Outcome::kChanged) == 0 &&
              static_cast<int>(fetch::Outcome::kFailed) == 2);

double seconds(std::int64_t milliseconds) {
    return static_cast<double>(milliseconds) / 1000;
}

void begin(std::string& text, std::string_view name, std::string_view help, std::string_view type) {
    fmt::format_to(std::back_inserter(text), "# HELP {} {}\n# TYPE {} {}\n", name, help, name,
                   type);
}

template <class Value>
void add(std::string& text, std::string_view name, std::string_view camera,
         std::string_view more_labels, Value value) {
    fmt::format_to(std::back_inserter(text), "{}{{camera=\"{}\"{}}} {}\n", name, camera,
                   more_labels, value);
}

/// A family that has one series for each camera.
template <class Value>
void family(std::string& text, const All& all, std::string_view name, std::string_view type,
            std::string_view help, Value value) {
    begin(text, name, help, type);
    for (const auto& [camera, of] : all) {
        add(text, name, camera, "", value(of));
    }
}

void fetches(std::string& text, const All& all) {
    constexpr std::string_view kName = "livecam_camera_fetches_total";
    std::array<std::string, kOutcomes.size()> labels;
    std::transform(kOutcomes.begin(), kOutcomes.end(), labels.begin(),
                   [](std::string_view name) { return fmt::format(",result=\"{}\"", name); });
    begin(text, kName, "Attempts at a camera, by what came of them.", "counter");
    for (const auto& [camera, of] : all) {
        for (std::size_t i = 0; i < labels.size(); ++i) {
            add(text, kName, camera, labels[i], of.fetches[i]);
        }
    }
}

void durations(std::string& text, const All& all) {
    constexpr std::string_view kName = "livecam_camera_fetch_duration_seconds";
    constexpr std::size_t kBounds = CameraMetrics::kDurations.size();
    std::array<std::string, kBounds> labels;
    std::transform(CameraMetrics::kDurations.begin(), CameraMetrics::kDurations.end(),
                   labels.begin(),
                   [](std::int64_t bound) { return fmt::format(",le=\"{}\"", seconds(bound)); });
    begin(text, kName,
          "From the request to the end of its answer; waiting for a turn at the origin does not "
          "count.",
          "histogram");
    for (const auto& [camera, of] : all) {
        std::uint64_t up_to = 0;
        for (std::size_t i = 0; i < kBounds; ++i) {
            up_to += of.durations[i];
            add(text, "livecam_camera_fetch_duration_seconds_bucket", camera, labels[i], up_to);
        }
        up_to += of.durations[kBounds];
        add(text, "livecam_camera_fetch_duration_seconds_bucket", camera, ",le=\"+Inf\"", up_to);
        add(text, "livecam_camera_fetch_duration_seconds_sum", camera, "", seconds(of.duration));
        add(text, "livecam_camera_fetch_duration_seconds_count", camera, "", up_to);
    }
}

}  // namespace

void CameraMetrics::describe(const std::string& slug, const Descriptor& descriptor) {
    const FrameRef frame = descriptor.has_picture() ? descriptor.frames[0] : FrameRef{};
    const std::lock_guard lock(mutex_);
    Series& of = series_[slug];
    of.changed_at = frame.changed_at;
    of.checked_at = descriptor.checked_at;
    of.period = descriptor.period_ms;
    of.picture_bytes = frame.length;
}

void CameraMetrics::count(const fetch::Attempt& attempt) {
    const std::int64_t took = std::max<std::int64_t>(attempt.finished_at - attempt.started_at, 0);
    const auto bucket = std::lower_bound(kDurations.begin(), kDurations.end(), took);
    const std::lock_guard lock(mutex_);
    Series& of = series_[attempt.slug];
    ++of.fetches.at(static_cast<std::size_t>(attempt.outcome));
    of.received += attempt.received;
    ++of.durations.at(static_cast<std::size_t>(bucket - kDurations.begin()));
    of.duration += took;
    of.recent.add(took);
}

void CameraMetrics::keep_only(const std::unordered_set<std::string>& slugs) {
    const std::lock_guard lock(mutex_);
    std::erase_if(series_, [&](const auto& item) { return !slugs.contains(item.first); });
}

std::unordered_map<std::string, RecentDurations> CameraMetrics::recent_durations() const {
    const std::lock_guard lock(mutex_);
    std::unordered_map<std::string, RecentDurations> all;
    for (const auto& [slug, of] : series_) {
        all.emplace(slug, of.recent);
    }
    return all;
}

std::string CameraMetrics::text() const {
    All all;
    {
        // Only copied here: the publisher waits for this lock.
        const std::lock_guard lock(mutex_);
        all.assign(series_.begin(), series_.end());
    }
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string text;
    fetches(text, all);
    family(text, all, "livecam_camera_received_bytes_total", "counter",
           "Bytes of body that the origin sent.", [](const Series& of) { return of.received; });
    durations(text, all);
    family(text, all, "livecam_camera_changed_timestamp_seconds", "gauge",
           "When the newest picture was first seen; 0: there is none.",
           [](const Series& of) { return seconds(of.changed_at); });
    family(text, all, "livecam_camera_checked_timestamp_seconds", "gauge",
           "Last successful contact, with or without a new picture; 0: none.",
           [](const Series& of) { return seconds(of.checked_at); });
    family(text, all, "livecam_camera_period_seconds", "gauge",
           "How often the picture changes, as learned; 0: not known yet.",
           [](const Series& of) { return seconds(of.period); });
    family(text, all, "livecam_camera_picture_bytes", "gauge", "Size of the newest picture.",
           [](const Series& of) { return of.picture_bytes; });
    return text;
}

}  // namespace livecam::ops
