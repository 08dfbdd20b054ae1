// What happened since the last summary line of the log.
#pragma once

#include <cstdint>

#include "sidecar/ops/field.h"

namespace livecam::publish {

struct Tally {
    std::uint64_t changed = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t failed = 0;
    std::uint64_t dropped = 0;  // fetched well, and not published: the store is full

    /// For the log; dropped only if there are any.
    ops::Fields fields(std::size_t live, std::size_t cameras) const;
};

}  // namespace livecam::publish
