// What the processes of a run tell each other, in memory they inherit. It only judges the store;
// the store itself is the sole way for pictures.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "shared/layout.h"

namespace livecam::stress {

inline constexpr std::uint64_t kCameras = 6;
inline constexpr int kReaders = 8;
inline constexpr int kMaxTries = 64;  // of a read; one more is a failure

enum class Bait : std::uint8_t { kNone, kOverwrite, kWrongFrame, kDeafReader };

struct Camera {
    std::atomic<std::uint64_t> begun{0};      // version that a writer began to publish
    std::atomic<std::uint64_t> published{0};  // version whose publish returned
};

struct Failures {
    std::atomic<std::uint64_t> torn{0};
    std::atomic<std::uint64_t> mixed{0};
    std::atomic<std::uint64_t> backwards{0};  // older than what had been published or seen
    std::atomic<std::uint64_t> stuck{0};      // not within kMaxTries
    std::atomic<std::uint64_t> lost{0};       // no picture where there was one
    std::atomic<std::uint64_t> unruly{0};     // a process that ended otherwise than it was made to

    std::uint64_t sum() const { return torn + mixed + backwards + stuck + lost + unruly; }
};

struct Counts {
    std::atomic<std::uint64_t> published{0};
    std::atomic<std::uint64_t> dropped{0};  // publishes that found the budget or the tmpfs full
    std::atomic<std::uint64_t> grown{0};    // index replacements while serving
    std::atomic<std::uint64_t> relaid{0};   // … by one of another layout, at a start
    std::atomic<std::uint64_t> starts{0};   // of a writer, with adoption
    std::atomic<std::uint64_t> refused{0};  // starts that found too little room
    std::atomic<std::uint64_t> reads{0};
    std::atomic<std::uint64_t> nothing{
        0};  // reads between the loss of an index and the next picture
    std::atomic<std::uint64_t> read_bytes{0};
    std::atomic<std::uint64_t> held{0};  // frames looked at again long after they were opened
};

/// "/image/3"
inline std::string camera_key(std::uint64_t camera) {
    return "/image/" + std::to_string(camera);
}

/// CLOCK_MONOTONIC
std::int64_t now_ms() noexcept;

struct Control {
    std::array<Camera, kCameras> cameras;
    std::atomic<std::int64_t> index_lost_ms{0};  // when the index was last thrown away
    std::atomic<std::int64_t> last_grow_ms{0};
    std::atomic<std::uint32_t> layout_minor{layout::kMinor};  // of the last start
    Failures failures;
    Counts counts;
    std::array<std::atomic<std::uint64_t>, kMaxTries + 1> retries{};        // of reads, by number
    std::array<std::atomic<std::uint64_t>, kMaxTries + 1> latch_retries{};  // of descriptor copies
};

}  // namespace livecam::stress
