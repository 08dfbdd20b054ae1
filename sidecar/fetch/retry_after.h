// Retry-After (RFC 9110, section 10.2.3): seconds, or a date.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace livecam::fetch {

/// An origin that asks for more is asked again after this time all the same.
inline constexpr std::chrono::milliseconds kMaxRetryAfter = std::chrono::hours(1);

/// The wait that `value` asks for, seen from `now_ms` (ms since the epoch); 0 for a date that has
/// passed, at most kMaxRetryAfter; nothing if it is neither form.
std::optional<std::chrono::milliseconds> parse_retry_after(const std::string& value,
                                                           std::int64_t now_ms);

}  // namespace livecam::fetch
