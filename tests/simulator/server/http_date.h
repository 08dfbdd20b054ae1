// HTTP dates (RFC 9110, 5.6.7), in the preferred form: "Sun, 06 Nov 1994 08:49:37 GMT".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace livecam::sim {

/// `seconds` since the Unix epoch.
std::string http_date(std::int64_t seconds);

/// Seconds since the Unix epoch; nullopt for anything but the preferred form.
std::optional<std::int64_t> parse_http_date(const std::string& text);

}  // namespace livecam::sim
