#include "ngx_module/pure/metrics_text.h"

#include "ngx_module/pure/cameras.h"

namespace livecam::http {
namespace {

constexpr std::array<CameraState, 4> kStates = {CameraState::kPending, CameraState::kLive,
                                                CameraState::kStale, CameraState::kDown};

/// `lines` is a whole family, as add_family writes it, and its one number.
void add_number(LongText& out, std::string_view name, std::string_view type, std::string_view help,
                std::uint64_t value) noexcept {
    add_family(out, name, type, help);
    out.add(name);
    out.add(" ");
    out.add(value);
    out.add("\n");
}

void add_requests(LongText& out, const Counters& counters) noexcept {
    constexpr std::string_view name = "livecam_http_requests_total";
    add_family(out, name, "counter", "Requests that reached the module, by what they got.");
    for (std::size_t route = 0; route < kRoutes; ++route) {
        for (std::size_t slot = 0; slot <= kStatuses.size(); ++slot) {
            const std::uint64_t count = counters.requests[route][slot].get();
            if (count == 0) {
                continue;
            }
            out.add(name);
            out.add("{route=\"");
            out.add(to_string(static_cast<Route>(route)));
            out.add("\",status=\"");
            if (slot < kStatuses.size()) {
                out.add(std::uint64_t{kStatuses[slot]});
            } else {
                out.add("other");
            }
            out.add("\"} ");
            out.add(count);
            out.add("\n");
        }
    }
}

void add_sent_bytes(LongText& out, const Counters& counters) noexcept {
    constexpr std::string_view name = "livecam_http_sent_bytes_total";
    add_family(out, name, "counter", "Bytes sent to clients, headers included.");
    for (std::size_t route = 0; route < kRoutes; ++route) {
        out.add(name);
        out.add("{route=\"");
        out.add(to_string(static_cast<Route>(route)));
        out.add("\"} ");
        out.add(counters.sent_bytes[route].get());
        out.add("\n");
    }
}

/// "0.001", "86400": no zeroes at the end.
void add_bound(LongText& out, std::uint64_t milliseconds) noexcept {
    LongText seconds;
    seconds.add_seconds(milliseconds);
    std::string_view text = seconds.text();
    while (text.back() == '0') {
        text.remove_suffix(1);
    }
    out.add(text.back() == '.' ? text.substr(0, text.size() - 1) : text);
}

template <std::size_t N>
void add_histogram(LongText& out, std::string_view name, std::string_view help,
                   const std::array<std::uint64_t, N>& bounds,
                   const Histogram<N>& histogram) noexcept {
    add_family(out, name, "histogram", help);
    std::uint64_t count = 0;
    for (std::size_t i = 0; i <= N; ++i) {
        count += histogram.buckets[i].get();
        out.add(name);
        out.add("_bucket{le=\"");
        if (i < N) {
            add_bound(out, bounds[i]);
        } else {
            out.add("+Inf");
        }
        out.add("\"} ");
        out.add(count);
        out.add("\n");
    }
    out.add(name);
    out.add("_sum ");
    out.add_seconds(histogram.sum.get());
    out.add("\n");
    out.add(name);
    out.add("_count ");
    out.add(count);
    out.add("\n");
}

void add_census(LongText& out, const Census& census) noexcept {
    constexpr std::string_view name = "livecam_cameras";
    add_family(out, name, "gauge", "Cameras in each state.");
    for (const CameraState state : kStates) {
        out.add(name);
        out.add("{state=\"");
        out.add(to_string(state));
        out.add("\"} ");
        out.add(std::uint64_t{census.in_state[static_cast<std::size_t>(state)]});
        out.add("\n");
    }
}

void add_states(LongText& out, const IndexView& index, std::int64_t now_ms, bool alive,
                Census& census) noexcept {
    constexpr std::string_view name = "livecam_camera_state";
    add_family(out, name, "gauge", "1 for the state that the camera is in, 0 for the others.");
    for_each_camera(index, {}, [&](std::string_view slug, const Descriptor& descriptor) noexcept {
        const CameraState current = state_of(descriptor.freshness(), now_ms, alive);
        ++census.in_state[static_cast<std::size_t>(current)];
        for (const CameraState state : kStates) {
            out.add(name);
            out.add("{camera=\"");
            out.add(slug);
            out.add("\",state=\"");
            out.add(to_string(state));
            out.add(state == current ? std::string_view{"\"} 1\n"} : std::string_view{"\"} 0\n"});
        }
    });
}

}  // namespace

void add_family(LongText& out, std::string_view name, std::string_view type,
                std::string_view help) noexcept {
    for (const std::string_view part : {std::string_view{"# HELP "}, name, std::string_view{" "},
                                        help, std::string_view{"\n# TYPE "}, name,
                                        std::string_view{" "}, type, std::string_view{"\n"}}) {
        out.add(part);
    }
}

void add_counters(LongText& out, const Counters& counters) noexcept {
    add_requests(out, counters);
    add_sent_bytes(out, counters);
    add_histogram(out, "livecam_http_picture_age_seconds",
                  "Age of the newest picture at the time it was asked for.", kAgeBounds,
                  counters.picture_age);
    add_histogram(out, "livecam_http_request_duration_seconds",
                  "From a request's first byte to the end of its answer.", kDurationBounds,
                  counters.duration);
    add_number(out, "livecam_http_requests_in_flight", "gauge", "Requests under way.",
               counters.in_flight.get());
    add_number(out, "livecam_http_event_clients", "gauge", "Clients that listen to events.",
               counters.event_clients.get());
    add_number(out, "livecam_http_stream_clients", "gauge", "Clients that watch a motion stream.",
               counters.stream_clients.get());
    add_number(out, "livecam_held_bytes", "gauge",
               "Bytes of replaced pictures that slow clients keep in memory.",
               counters.held_bytes.get());
    add_number(out, "livecam_held_frames", "gauge",
               "Replaced pictures that slow clients keep in memory.", counters.held_frames.get());
    constexpr std::string_view ended = "livecam_http_ended_responses_total";
    add_family(out, ended, "counter",
               "Responses ended before their end: livecam_held or livecam_response_timeout.");
    out.add("livecam_http_ended_responses_total{bound=\"memory\"} ");
    out.add(counters.ended_for_memory.get());
    out.add("\nlivecam_http_ended_responses_total{bound=\"time\"} ");
    out.add(counters.ended_for_time.get());
    out.add("\n");
}

void add_wall(LongText& out, const IndexView& index, std::int64_t now_ms,
              std::uint64_t monotonic_ns) noexcept {
    const bool alive = index.sidecar_alive(monotonic_ns);
    add_number(out, "livecam_sidecar_up", "gauge", "1 if livecamd's heart beats.", alive ? 1 : 0);
    constexpr std::string_view age = "livecam_sidecar_heartbeat_age_seconds";
    add_family(out, age, "gauge", "Time since livecamd's last heartbeat.");
    out.add(age);
    out.add(" ");
    out.add_seconds(index.heartbeat_age_ms(monotonic_ns));
    out.add("\n");
    add_number(out, "livecam_ready", "gauge", "1 once the first round of fetches has ended.",
               index.phase() == layout::Phase::kReady ? 1 : 0);
    add_number(out, "livecam_generation", "gauge",
               "Number of the newest change; begins anew with another store.", index.generation());
    Census census;
    add_states(out, index, now_ms, alive, census);
    add_census(out, census);
}

}  // namespace livecam::http
