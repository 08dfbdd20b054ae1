// What a client wants to know of: everything, groups, or one camera.
#pragma once

#include <cstdint>

#include "shared/descriptor.h"

namespace livecam::http {

struct Filter {
    std::uint64_t groups = ~std::uint64_t{0};  // bit i: of the i-th group
    std::uint32_t entry = kAnyEntry;           // of this camera only, if it is one

    static constexpr std::uint32_t kAnyEntry = 0xFFFFFFFF;
    bool operator==(const Filter&) const = default;

    /// What belongs to no group concerns everybody; what is no camera, those of its groups.
    bool wants(std::uint32_t of, const Descriptor& descriptor) const noexcept {
        if (entry != kAnyEntry && descriptor.kind == Kind::kFrames) {
            return of == entry;
        }
        return descriptor.groups == 0 || (descriptor.groups & groups) != 0;
    }
};

}  // namespace livecam::http
