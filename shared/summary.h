// The store's counters that belong together: read as one value, never half old and half new.
#pragma once

#include <array>
#include <cstdint>

#include "shared/layout.h"

namespace livecam {

struct Summary {
    std::uint64_t published = 0;   // frames and bodies given a name, since the store was made
    std::uint64_t unchanged = 0;   // successful contacts without new bytes
    std::uint64_t failed = 0;      // attempts that failed
    std::uint64_t dropped = 0;     // updates dropped because the budget or the tmpfs was full
    std::uint64_t live_bytes = 0;  // of frames that have a name, in whole pages
    std::uint64_t live_frames = 0;
    std::uint64_t max_bytes = 0;  // the budget for live_bytes
    std::uint64_t cameras = 0;    // enabled and fetched
    std::uint64_t with_picture = 0;
    std::uint64_t min_live = 0;  // with fewer live cameras the wall is not healthy

    bool operator==(const Summary&) const = default;
};

using SummaryWords = std::array<std::uint64_t, layout::kSummaryWords>;

constexpr SummaryWords encode(const Summary& s) noexcept {
    return {s.published,   s.unchanged, s.failed,  s.dropped,      s.live_bytes,
            s.live_frames, s.max_bytes, s.cameras, s.with_picture, s.min_live};
}

constexpr Summary decode(const SummaryWords& w) noexcept {
    return {w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9]};
}

}  // namespace livecam
