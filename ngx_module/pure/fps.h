// `?fps=`: how many pictures a second a client wants at most.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace livecam::http {

/// Milliseconds between two pictures. A decimal number above 0 and up to 30, like "0.5"; empty for
/// anything else. What is slower than one picture in an hour is taken for that.
std::optional<std::uint32_t> parse_fps(std::string_view text) noexcept;

}  // namespace livecam::http
