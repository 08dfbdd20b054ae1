// HTTP fields as text (RFC 9110, 5): what may go into a response, and what nginx or this module
// alone may say.
#pragma once

#include <cstddef>
#include <string_view>

namespace livecam::http {

constexpr std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

/// ASCII only.
bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept;

/// A token (RFC 9110, 5.6.2) of at most 64 bytes.
bool valid_field_name(std::string_view name) noexcept;

/// Visible ASCII, spaces and tabs: no line end, no NUL, and nothing that recipients decode in
/// different ways.
bool valid_field_value(std::string_view value) noexcept;

/// Framing, and what is computed for each response: two of these would contradict each other.
bool reserved_field(std::string_view name) noexcept;

/// A redirect's target: 1 to 2048 bytes of visible ASCII.
bool valid_location(std::string_view location) noexcept;

inline constexpr std::size_t kMaxLocationBytes = 2048;
inline constexpr std::size_t kMaxFieldLinesBytes = 8192;
inline constexpr int kMaxFieldLines = 32;

/// One line of "Name: value\n", taken off the front of `text`; false if it has no colon.
inline bool next_field(std::string_view& text, std::string_view& name,
                       std::string_view& value) noexcept {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return false;
    }
    name = line.substr(0, colon);
    value = trim(line.substr(colon + 1));
    return true;
}

inline bool may_be_sent(std::string_view name, std::string_view value) noexcept {
    return valid_field_name(name) && valid_field_value(value) && !reserved_field(name);
}

/// Calls visit(name, value), until it says false, for each "Name: value\n" that may be sent. Any
/// bytes are harmless: lines that may not are left out, and so is what is over the limits.
template <class Visit>
void for_each_field(std::string_view text, Visit visit) noexcept {
    std::string_view name;
    std::string_view value;
    for (int lines = 0; !text.empty() && lines < kMaxFieldLines; ++lines) {
        if (next_field(text, name, value) && may_be_sent(name, value) && !visit(name, value)) {
            return;
        }
    }
}

/// True if for_each_field would leave nothing out.
bool all_may_be_sent(std::string_view text) noexcept;

}  // namespace livecam::http
