// What one worker counts, in a slot of nginx's shared memory that no other process writes. Plain
// relaxed stores: a counter that is read while it changes is the old one or the new one.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace livecam::http {

/// One 64-bit number of one writer; readers are other processes.
class Count {
  public:
    void add(std::uint64_t n) noexcept { set(get() + n); }
    void subtract(std::uint64_t n) noexcept { set(get() - n); }
    void set(std::uint64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
    std::uint64_t get() const noexcept { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_{0};
};

/// What kind of answer a request got: a fixed set, whatever clients ask for.
enum class Route : std::uint8_t {
    kImage,      // the newest picture
    kImmutable,  // one very picture
    kPage,       // HTML
    kJson,
    kAsset,  // files that never change
    kFile,   // other bodies
    kRedirect,
    kMiss,
    kEvents,
    kStream,
    kState,
    kHealth,
    kMetrics,
    kVersion,
    kAbsent,   // there was no store
    kOther,    // not in the store: nginx went on
    kUnasked,  // answered by nginx before the module was asked: limits, access, `return`
};
inline constexpr std::size_t kRoutes = 17;
std::string_view to_string(Route route) noexcept;

/// Statuses that have a number of their own; all others are counted as one.
inline constexpr std::array<std::uint16_t, 20> kStatuses = {200, 204, 206, 301, 302, 304, 400,
                                                            401, 403, 404, 405, 408, 412, 413,
                                                            416, 429, 499, 500, 503, 504};
std::size_t status_slot(unsigned status) noexcept;  // kStatuses.size() for all others

/// Upper bounds in milliseconds, inclusive.
inline constexpr std::array<std::uint64_t, 11> kAgeBounds = {
    1000, 2000, 5000, 10'000, 30'000, 60'000, 120'000, 300'000, 900'000, 3'600'000, 86'400'000};
inline constexpr std::array<std::uint64_t, 10> kDurationBounds = {1,   5,   10,   25,   50,
                                                                  100, 250, 1000, 5000, 30'000};

template <std::size_t N>
struct Histogram {
    std::array<Count, N + 1> buckets;  // not cumulative; the last one is beyond all bounds
    Count sum;

    void observe(const std::array<std::uint64_t, N>& bounds, std::uint64_t value) noexcept {
        std::size_t i = 0;
        while (i < N && value > bounds[i]) {
            ++i;
        }
        buckets[i].add(1);
        sum.add(value);
    }
};

struct Counters {
    // Of this process: cleared by the next one that takes the slot, and skipped once it is dead.
    Count pid;
    Count in_flight;
    Count event_clients;
    Count stream_clients;
    Count held_bytes;  // of frames that only responses keep in memory
    Count held_frames;

    // Of all processes that ever had this slot.
    std::array<std::array<Count, kStatuses.size() + 1>, kRoutes> requests;
    std::array<Count, kRoutes> sent_bytes;
    Count ended_for_memory;  // responses, see livecam_held
    Count ended_for_time;    // and livecam_response_timeout
    Histogram<kAgeBounds.size()> picture_age;
    Histogram<kDurationBounds.size()> duration;

    /// A process takes the slot.
    void begin(std::uint64_t own_pid) noexcept;
    void clear_gauges() noexcept;

    /// Adds another's counters, and its gauges if its process is alive.
    void merge(const Counters& other, bool alive) noexcept;
};
static_assert(sizeof(Counters) <= 4096, "a slot is one page");

}  // namespace livecam::http
