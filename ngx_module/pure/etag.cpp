#include "ngx_module/pure/etag.h"

namespace livecam::http {

void format_etag(std::uint64_t etag, char* out) noexcept {
    constexpr char digits[] = "0123456789abcdef";
    out[0] = '"';
    for (std::size_t i = 16; i > 0; --i, etag >>= 4) {
        out[i] = digits[etag & 15];
    }
    out[kEtagBytes - 1] = '"';
}

std::optional<std::uint64_t> parse_etag_digits(std::string_view digits) noexcept {
    if (digits.size() != 16) {
        return std::nullopt;
    }
    std::uint64_t etag = 0;
    for (const char c : digits) {
        const bool decimal = c >= '0' && c <= '9';
        if (!decimal && (c < 'a' || c > 'f')) {
            return std::nullopt;
        }
        etag = etag << 4 | static_cast<std::uint64_t>(decimal ? c - '0' : c - 'a' + 10);
    }
    return etag;
}

}  // namespace livecam::http
