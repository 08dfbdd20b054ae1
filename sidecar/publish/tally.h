// What happened since the last summary line of the log.
#pragma once

#include <cstdint>
#include <string>

namespace livecam::publish {

struct Tally {
    std::uint64_t changed = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t failed = 0;
    std::uint64_t dropped = 0;  // fetched well, and not published: the store is full

    /// "41 changed, 3 unchanged, 2 failed, 27 live of 29 cameras"; dropped only if there are any.
    std::string line(std::size_t live, std::size_t cameras) const;
};

}  // namespace livecam::publish
