// All cameras of an index at one moment, as answers that are about the whole wall need them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "ngx_module/pure/filter.h"
#include "shared/index_view.h"

namespace livecam::http {

/// The slug in "/image/<slug>"; empty for any other path, and if it has a byte that is none of a-z,
/// 0-9 and "-": whoever gets one may write it anywhere.
std::string_view slug_of(std::string_view key) noexcept;

/// The next moment at which the state of a camera changes by itself; "never" is the largest number.
/// Milliseconds since the epoch.
constexpr std::int64_t next_turn(const Freshness& f, std::int64_t now_ms,
                                 bool sidecar_alive) noexcept {
    std::int64_t turn = std::numeric_limits<std::int64_t>::max();
    if (f.has_picture && f.reason != Reason::kNone && sidecar_alive && now_ms < f.down_at) {
        turn = f.down_at;
    }
    if (f.has_picture && now_ms < f.stale_at) {
        turn = std::min(turn, f.stale_at);
    }
    return turn;
}

/// Calls visit(slug, descriptor) for each camera that the filter wants, in the order in which they
/// came into the store.
template <class Visit>
void for_each_camera(const IndexView& index, const Filter& filter, Visit visit) noexcept {
    Descriptor descriptor;
    const bool one = filter.entry != Filter::kAnyEntry;
    std::uint32_t entry = one ? filter.entry : 0;
    const std::uint32_t end = one ? filter.entry + 1 : index.entry_count();
    for (; entry < end; ++entry) {
        if (!index.read(entry, descriptor) || descriptor.kind != Kind::kFrames ||
            !filter.wants(entry, descriptor)) {
            continue;
        }
        if (const std::string_view slug = slug_of(index.key(entry)); !slug.empty()) {
            visit(slug, descriptor);
        }
    }
}

/// The path of what is shown in place of a camera's picture; empty if nothing is, or if it is not
/// withheld.
std::string_view stand_in(const IndexView& index, const Descriptor& camera) noexcept;

/// How many cameras there are in each state, and how long that stays true.
struct Census {
    std::array<std::uint32_t, 4> in_state{};                       // by CameraState
    std::int64_t turn = std::numeric_limits<std::int64_t>::max();  // ms since the epoch

    std::uint32_t live() const noexcept {
        return in_state[static_cast<std::size_t>(CameraState::kLive)];
    }
};

/// Reads every descriptor: some 0.1 µs for each path of the store.
Census take_census(const IndexView& index, std::int64_t now_ms, bool sidecar_alive) noexcept;

}  // namespace livecam::http
