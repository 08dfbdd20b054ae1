// Text from outside: is it UTF-8, and how is it shown on one line?
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace livecam::config {

/// The offset of the first byte that is not UTF-8 (RFC 3629: no overlong forms, no surrogates,
/// nothing above U+10FFFF) or is NUL.
std::optional<std::size_t> find_invalid(std::string_view text) noexcept;

/// Length in bytes of the character that starts at `offset` in valid UTF-8.
std::size_t character_length(std::string_view text, std::size_t offset) noexcept;

/// C0, DEL and C1, as U+2028 and U+2029 would, break a line or a terminal.
bool is_control(std::string_view character) noexcept;

/// The text escaped as inside a JSON string, controls included, and cut to `limit` characters with
/// "…" as the last.
std::string escape(std::string_view text, std::size_t limit);

/// "line 3, column 14" of an offset; columns count characters, both from 1.
std::string line_column(std::string_view text, std::size_t offset);

}  // namespace livecam::config
