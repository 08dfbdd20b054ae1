#include "sidecar/control/state_json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <unistd.h>

#include <algorithm>

namespace livecam::control {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& json, const char* name, std::string_view value) {
    json.Key(name);
    json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

template <class Number>
void number(Writer& json, const char* name, Number value) {
    json.Key(name);
    if constexpr (std::is_signed_v<Number>) {
        json.Int64(value);
    } else {
        json.Uint64(value);
    }
}

void camera(Writer& json, const publish::Publisher& publisher, const std::string& slug,
            const pages::CameraView& view) {
    const StoreWriter& store = publisher.store();
    const auto entry = store.find(publish::picture_path(slug));
    if (!entry) {
        return;
    }
    const Descriptor& d = store.descriptor(*entry);
    json.StartObject();
    text(json, "camera", slug);
    text(json, "state", to_string(view.state));
    text(json, "reason", to_string(d.reason));
    text(json, "detail", publisher.wall().detail(slug));
    number(json, "http_status", std::uint64_t{d.http_status});
    number(json, "failures", std::uint64_t{d.failures});
    number(json, "period_ms", std::uint64_t{d.period_ms});
    number(json, "changed_at", view.changed_at);
    number(json, "captured_at", view.captured_at);
    number(json, "checked_at", d.checked_at);
    number(json, "next_expected", d.next_expected);
    number(json, "stale_at", d.stale_at);
    json.EndObject();
}

void fetching(Writer& json, const fetch::Pool& pool) {
    const fetch::Counters& counters = pool.counters();
    const fetch::Resolver::Counts resolver = pool.resolver();
    json.Key("fetch");
    json.StartObject();
    number(json, "attempts", counters.attempts.load());
    number(json, "gets", counters.gets.load());
    number(json, "heads", counters.heads.load());
    number(json, "not_modified", counters.not_modified.load());
    number(json, "received_bytes", counters.received.load());
    number(json, "late", counters.late.load());
    number(json, "waited_ms", counters.waited_ms.load());
    number(json, "overdue", counters.overdue.load());
    number(json, "lookups", resolver.lookups);
    number(json, "resolver_threads", std::uint64_t{resolver.threads});
    number(json, "resolver_busy", std::uint64_t{resolver.busy});
    number(json, "resolver_waiting", std::uint64_t{resolver.waiting});
    json.EndObject();
}

}  // namespace

std::string state_json(const publish::Publisher& publisher, const fetch::Pool* pool) {
    const pages::Snapshot snapshot = publisher.wall().snapshot(publish::now_ms());
    const Summary& summary = publisher.store().summary();
    std::vector<const decltype(snapshot.cameras)::value_type*> sorted;
    for (const auto& item : snapshot.cameras) {
        sorted.push_back(&item);
    }
    std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->first < b->first; });

    rapidjson::StringBuffer buffer;
    Writer json(buffer);
    json.StartObject();
    text(json, "version", LIVECAM_VERSION);
    number(json, "pid", static_cast<std::int64_t>(::getpid()));
    number(json, "published", summary.published);
    number(json, "unchanged", summary.unchanged);
    number(json, "failed", summary.failed);
    number(json, "dropped", summary.dropped);
    number(json, "live_bytes", summary.live_bytes);
    number(json, "live_frames", summary.live_frames);
    number(json, "max_bytes", summary.max_bytes);
    if (pool != nullptr) {
        fetching(json, *pool);
    }
    json.Key("cameras");
    json.StartArray();
    for (const auto* item : sorted) {
        camera(json, publisher, item->first, item->second);
    }
    json.EndArray();
    json.EndObject();
    return buffer.GetString();
}

std::string verdict_json(bool ok, const std::vector<std::string>& lines) {
    rapidjson::StringBuffer buffer;
    Writer json(buffer);
    json.StartObject();
    json.Key("ok");
    json.Bool(ok);
    json.Key(ok ? "notes" : "errors");
    json.StartArray();
    for (const std::string& line : lines) {
        json.String(line.data(), static_cast<rapidjson::SizeType>(line.size()));
    }
    json.EndArray();
    json.EndObject();
    return buffer.GetString();
}

std::string error_json(std::string_view message) {
    rapidjson::StringBuffer buffer;
    Writer json(buffer);
    json.StartObject();
    text(json, "error", message);
    json.EndObject();
    return buffer.GetString();
}

}  // namespace livecam::control
