// What became of the cameras of a store between two looks at it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/freshness.h"
#include "shared/store_reader.h"

namespace livecam::ctl {

/// The two clocks a reader of the store needs.
struct Clocks {
    std::int64_t wall_ms = 0;        // since the epoch
    std::uint64_t monotonic_ns = 0;  // CLOCK_MONOTONIC
    std::int64_t monotonic_ms() const {
        return static_cast<std::int64_t>(monotonic_ns / 1'000'000);
    }
};
Clocks read_clocks();

/// "one" of the path "/image/one", also below a prefix.
std::string slug_of(std::string_view path);

struct CameraChange {
    std::string path;
    std::string_view state;  // of a CameraState, or "removed"
    std::uint64_t etag = 0;  // of the newest picture; 0: none
    Reason reason = Reason::kNone;

    bool operator==(const CameraChange&) const = default;
};

class CameraChanges {
  public:
    /// What differs from the look before, in the order of the ring; the first look gives every
    /// camera. Of several pictures between two looks it tells the newest. A state changes with time
    /// alone, too.
    std::vector<CameraChange> look(const IndexView& index, const Clocks& clocks);

  private:
    struct Known {
        std::optional<Descriptor> descriptor;  // nullopt: removed
        std::optional<CameraChange> said;
    };
    /// Takes over what an entry says now.
    void learn(const IndexView& index, std::uint32_t entry, std::vector<std::string>& touched);

    std::unordered_map<std::string, Known> cameras_;  // by path
    std::uint64_t epoch_ = 0;
    std::uint64_t generation_ = 0;
    std::int64_t next_full_ms_ = 0;  // CLOCK_MONOTONIC
};

}  // namespace livecam::ctl
