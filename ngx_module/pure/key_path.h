// The path of a request taken apart: what may lead to an entry when the path itself does not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace livecam::http {

/// "/image/superior/00f3a9b2c4d5e6f7": one very picture.
struct ImmutablePath {
    std::string_view parent;  // "/image/superior"
    std::uint64_t etag = 0;
};

/// Empty unless the last segment is 16 lower-case hex digits below some parent.
std::optional<ImmutablePath> split_immutable(std::string_view path) noexcept;

/// The last segment, without its slash; the whole if there is none.
std::string_view last_segment(std::string_view path) noexcept;

/// Prefixes that end in a slash, longest first: what a miss may be stated for. Only the first four
/// slashes count, so that a path of a thousand slashes costs no more than others.
inline constexpr std::size_t kMaxPrefixes = 4;
struct Prefixes {
    std::array<std::string_view, kMaxPrefixes> items;
    std::size_t count = 0;
};
Prefixes miss_prefixes(std::string_view path) noexcept;

}  // namespace livecam::http
