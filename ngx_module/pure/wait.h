// `?wait=`: how long a client of /api/state.json waits at most for a change.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace livecam::http {

inline constexpr std::uint32_t kMaxWaitMs = 60'000;
inline constexpr std::uint32_t kDefaultWaitMs = 25'000;

/// Milliseconds: a number of seconds from 0 to 60, "s" after it or nothing, or of "ms". Empty for
/// anything else.
std::optional<std::uint32_t> parse_wait(std::string_view text) noexcept;

}  // namespace livecam::http
