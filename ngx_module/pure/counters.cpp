#include "ngx_module/pure/counters.h"

namespace livecam::http {
namespace {

template <std::size_t N>
void merge_counts(std::array<Count, N>& to, const std::array<Count, N>& from) noexcept {
    for (std::size_t i = 0; i < N; ++i) {
        to[i].add(from[i].get());
    }
}

template <std::size_t N>
void merge_histogram(Histogram<N>& to, const Histogram<N>& from) noexcept {
    merge_counts(to.buckets, from.buckets);
    to.sum.add(from.sum.get());
}

}  // namespace

std::string_view to_string(Route route) noexcept {
    constexpr std::array<std::string_view, kRoutes> names = {
        "image",  "image_immutable", "page",   "json",  "asset",  "file",    "redirect",
        "miss",   "events",          "stream", "state", "health", "metrics", "version",
        "absent", "other",           "unasked"};
    return names[static_cast<std::size_t>(route)];
}

std::size_t status_slot(unsigned status) noexcept {
    std::size_t i = 0;
    while (i < kStatuses.size() && kStatuses[i] != status) {
        ++i;
    }
    return i;
}

void Counters::begin(std::uint64_t own_pid) noexcept {
    clear_gauges();
    pid.set(own_pid);
}

void Counters::clear_gauges() noexcept {
    pid.set(0);
    in_flight.set(0);
    event_clients.set(0);
    stream_clients.set(0);
    held_bytes.set(0);
    held_frames.set(0);
}

void Counters::merge(const Counters& other, bool alive) noexcept {
    if (alive) {
        in_flight.add(other.in_flight.get());
        event_clients.add(other.event_clients.get());
        stream_clients.add(other.stream_clients.get());
        held_bytes.add(other.held_bytes.get());
        held_frames.add(other.held_frames.get());
    }
    ended_for_memory.add(other.ended_for_memory.get());
    ended_for_time.add(other.ended_for_time.get());
    for (std::size_t route = 0; route < kRoutes; ++route) {
        merge_counts(requests[route], other.requests[route]);
    }
    merge_counts(sent_bytes, other.sent_bytes);
    merge_histogram(picture_age, other.picture_age);
    merge_histogram(duration, other.duration);
}

}  // namespace livecam::http
