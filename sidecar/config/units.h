// Durations and sizes as they are written in a configuration.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace livecam::config {

/// "200ms", "3s", "5m", "2h": decimal digits and one unit, nothing between, before or after.
/// Nothing for any other text and for what does not fit.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept;

/// "4096", "512K", "10M", "1G": decimal digits, alone (bytes) or with a power of 1024. Nothing for
/// any other text and for what does not fit.
std::optional<std::uint64_t> parse_size(std::string_view text) noexcept;

/// The shortest text that parse_duration or parse_size reads as exactly this.
std::string duration_text(std::chrono::milliseconds duration);
std::string size_text(std::uint64_t bytes);

}  // namespace livecam::config
