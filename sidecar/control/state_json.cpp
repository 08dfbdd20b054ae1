#include "sidecar/control/state_json.h"

#include <unistd.h>

#include <algorithm>

#include "sidecar/json_writer.h"

namespace livecam::control {
namespace {

void percentile(JsonWriter& json, const char* name, const ops::RecentDurations& durations,
                int percent) {
    const auto ms = durations.percentile(percent);
    ms ? json.number(name, *ms) : json.null(name);
}

void camera(JsonWriter& json, const publish::Publisher& publisher, const std::string& slug,
            const pages::CameraView& view, const ops::RecentDurations& durations) {
    const StoreWriter& store = publisher.store();
    const auto entry = store.find(publish::picture_path(slug));
    if (!entry) {
        return;
    }
    const Descriptor& d = store.descriptor(*entry);
    json.begin_object();
    json.text("camera", slug);
    json.text("state", to_string(view.state));
    json.text("shown", to_string(view.shown));
    json.text("reason", to_string(d.reason));
    json.text("detail", publisher.wall().detail(slug));
    json.number("http_status", std::uint64_t{d.http_status});
    json.number("failures", std::uint64_t{d.failures});
    json.number("period_ms", std::uint64_t{d.period_ms});
    percentile(json, "p50_ms", durations, 50);
    percentile(json, "p99_ms", durations, 99);
    json.number("changed_at", view.changed_at);
    json.number("captured_at", view.captured_at);
    json.number("checked_at", d.checked_at);
    json.number("next_due", publisher.wall().next_due_at(slug));
    json.number("next_expected", d.next_expected);
    json.number("stale_at", d.stale_at);
    json.end_object();
}

void fetching(JsonWriter& json, const fetch::Pool& pool) {
    const fetch::Counters& counters = pool.counters();
    const fetch::Resolver::Counts resolver = pool.resolver();
    json.begin_object("fetch");
    json.number("attempts", counters.attempts.load());
    json.number("gets", counters.gets.load());
    json.number("heads", counters.heads.load());
    json.number("not_modified", counters.not_modified.load());
    json.number("received_bytes", counters.received.load());
    json.number("late", counters.late.load());
    json.number("waited_ms", counters.waited_ms.load());
    json.number("overdue", counters.overdue.load());
    json.number("lookups", resolver.lookups);
    json.number("resolver_threads", std::uint64_t{resolver.threads});
    json.number("resolver_busy", std::uint64_t{resolver.busy});
    json.number("resolver_waiting", std::uint64_t{resolver.waiting});
    json.end_object();
}

}  // namespace

std::string state_json(const publish::Publisher& publisher, const Sources& sources) {
    const pages::Snapshot snapshot = publisher.wall().snapshot(publish::now_ms());
    const Summary& summary = publisher.store().summary();
    std::vector<const decltype(snapshot.cameras)::value_type*> sorted;
    for (const auto& item : snapshot.cameras) {
        sorted.push_back(&item);
    }
    std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->first < b->first; });

    JsonWriter json;
    json.begin_object();
    json.text("version", LIVECAM_VERSION);
    json.number("pid", static_cast<std::int64_t>(::getpid()));
    json.text("config", sources.config);
    json.number("config_read_at", sources.config_read_at);
    json.number("published", summary.published);
    json.number("unchanged", summary.unchanged);
    json.number("failed", summary.failed);
    json.number("dropped", summary.dropped);
    json.number("live_bytes", summary.live_bytes);
    json.number("live_frames", summary.live_frames);
    json.number("max_bytes", summary.max_bytes);
    fetching(json, sources.pool);
    const auto durations = sources.metrics.recent_durations();
    const auto of = [&durations](const std::string& slug) {
        const auto found = durations.find(slug);
        return found != durations.end() ? found->second : ops::RecentDurations{};
    };
    json.begin_array("cameras");
    for (const auto* item : sorted) {
        camera(json, publisher, item->first, item->second, of(item->first));
    }
    json.end_array();
    json.end_object();
    return json.take();
}

std::string verdict_json(bool ok, const std::vector<std::string>& lines) {
    JsonWriter json;
    json.begin_object();
    json.boolean("ok", ok);
    json.begin_array(ok ? "notes" : "errors");
    for (const std::string& line : lines) {
        json.text(line);
    }
    json.end_array();
    json.end_object();
    return json.take();
}

std::string error_json(std::string_view message) {
    JsonWriter json;
    json.begin_object();
    json.text("error", message);
    json.end_object();
    return json.take();
}

}  // namespace livecam::control
