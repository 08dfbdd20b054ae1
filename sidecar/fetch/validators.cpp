#include "sidecar/fetch/validators.h"

#include <curl/curl.h>

#include <algorithm>

namespace livecam::fetch {

std::string repeatable(std::string_view value) {
    constexpr std::size_t kMaxBytes = 1024;
    const bool plain =
        std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    return plain && value.size() <= kMaxBytes ? std::string(value) : std::string();
}

std::int64_t http_date_ms(const std::string& value) {
    const time_t seconds = curl_getdate(value.c_str(), nullptr);
    return seconds > 0 ? std::int64_t{seconds} * 1000 : 0;
}

std::int64_t captured_at(const std::string& last_modified, std::int64_t now_ms) {
    return std::min(http_date_ms(last_modified), now_ms);
}

}  // namespace livecam::fetch
