#include "ngx_module/pure/fps.h"

namespace livecam::http {

std::optional<std::uint32_t> parse_fps(std::string_view text) noexcept {
    // By hand: from_chars would take "inf", "1e9" and signs as well.
    constexpr std::size_t max_digits = 9;
    constexpr std::uint64_t unit = 1'000'000;
    constexpr std::uint64_t slowest_ms = 3'600'000;
    std::uint64_t millionths = 0;
    std::uint64_t place = unit;
    bool digits = false;
    bool point = false;
    if (text.size() > max_digits) {
        return std::nullopt;
    }
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            digits = true;
            const auto digit = static_cast<std::uint64_t>(c - '0');
            if (point) {
                place /= 10;
                millionths += digit * place;
            } else {
                millionths = millionths * 10 + digit * unit;
            }
        } else {
            return std::nullopt;
        }
    }
    if (!digits || millionths == 0 || millionths > 30 * unit) {
        return std::nullopt;
    }
    const std::uint64_t ms = 1000 * unit / millionths;
    return static_cast<std::uint32_t>(ms < slowest_ms ? ms : slowest_ms);
}

}  // namespace livecam::http
