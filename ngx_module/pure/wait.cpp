#include "ngx_module/pure/wait.h"

namespace livecam::http {

std::optional<std::uint32_t> parse_wait(std::string_view text) noexcept {
    constexpr std::size_t max_digits = 5;
    std::uint32_t number = 0;
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
        number = number * 10 + static_cast<std::uint32_t>(text[digits] - '0');
        if (++digits > max_digits) {
            return std::nullopt;
        }
    }
    const std::string_view unit = text.substr(digits);
    if (digits == 0 || (unit != "ms" && unit != "s" && !unit.empty())) {
        return std::nullopt;
    }
    const std::uint64_t ms = std::uint64_t{number} * (unit == "ms" ? 1 : 1000);
    return ms <= kMaxWaitMs ? std::optional{static_cast<std::uint32_t>(ms)} : std::nullopt;
}

}  // namespace livecam::http
