// A content hash as HTTP says it: a strong entity tag of 16 hex digits (RFC 9110, 8.8.3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace livecam::http {

inline constexpr std::size_t kEtagBytes = 18;  // with its quotes

/// Writes kEtagBytes bytes, no NUL: "00f3a9b2c4d5e6f7" in double quotes.
void format_etag(std::uint64_t etag, char* out) noexcept;

/// Exactly 16 lower-case hex digits, so that one picture has one address.
std::optional<std::uint64_t> parse_etag_digits(std::string_view digits) noexcept;

}  // namespace livecam::http
