#include "sidecar/fetch/retry_after.h"

#include <algorithm>
#include <charconv>

#include "sidecar/fetch/validators.h"

namespace livecam::fetch {

using std::chrono::milliseconds;

std::optional<milliseconds> parse_retry_after(const std::string& value, std::int64_t now_ms) {
    if (!value.empty() && value.find_first_not_of("0123456789") == std::string::npos) {
        std::int64_t seconds = 0;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), seconds);
        if (error != std::errc{} || seconds > kMaxRetryAfter / std::chrono::seconds(1)) {
            return kMaxRetryAfter;  // also what does not fit 64 bits
        }
        return std::chrono::seconds(seconds);
    }
    const std::int64_t date = http_date_ms(value);
    if (date == 0) {
        return std::nullopt;
    }
    return milliseconds(std::clamp<std::int64_t>(date - now_ms, 0, kMaxRetryAfter.count()));
}

}  // namespace livecam::fetch
