// A 64-bit hash as it is written in URLs and ETags.
#pragma once

#include <cstdint>
#include <string>

namespace livecam::pages {

/// Exactly 16 lower-case hex digits.
inline std::string hex16(std::uint64_t value) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text(16, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, value >>= 4) {
        *digit = digits[value & 0xF];
    }
    return text;
}

}  // namespace livecam::pages
