// What the fetch threads count, for logs and metrics. Since the start; each number stands alone, so
// relaxed order is enough.
#pragma once

#include <atomic>
#include <cstdint>

namespace livecam::fetch {

/// A due time that is missed by more counts as late.
inline constexpr std::int64_t kLateMs = 250;

struct Counters {
    std::atomic<std::uint64_t> gets = 0;
    std::atomic<std::uint64_t> heads = 0;
    std::atomic<std::uint64_t> not_modified = 0;  // answers with status 304
    std::atomic<std::uint64_t> received = 0;      // bytes of bodies
    std::atomic<std::uint64_t> attempts = 0;
    std::atomic<std::uint64_t> late = 0;       // attempts that began more than kLateMs after due
    std::atomic<std::uint64_t> waited_ms = 0;  // for fetch.per_host
    std::atomic<std::int64_t> under_way = 0;   // attempts that have begun and not ended, now
    std::atomic<std::int64_t> waiting = 0;     // cameras that wait for their origin's turn, now
    std::atomic<std::uint64_t> overdue = 0;    // attempts that outlived their deadline, and ended
};

inline void add(std::atomic<std::uint64_t>& counter, std::uint64_t count = 1) noexcept {
    counter.fetch_add(count, std::memory_order_relaxed);
}

inline void add(std::atomic<std::int64_t>& gauge, std::int64_t change) noexcept {
    gauge.fetch_add(change, std::memory_order_relaxed);
}

}  // namespace livecam::fetch
