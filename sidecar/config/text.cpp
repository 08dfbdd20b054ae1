#include "sidecar/config/text.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace livecam::config {
namespace {

constexpr unsigned char at(std::string_view text, std::size_t i) noexcept {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

/// Length of the well-formed character at `i` (Unicode 15, table 3-7), 0 if it is not one.
std::size_t well_formed(std::string_view text, std::size_t i) noexcept {
    const unsigned char a = at(text, i), b = at(text, i + 1);
    const auto tail = [&](std::size_t k) { return (at(text, i + k) & 0xC0) == 0x80; };
    if (a == 0) {
        return 0;
    }
    if (a < 0x80) {
        return 1;
    }
    if (a >= 0xC2 && a <= 0xDF) {
        return tail(1) ? 2 : 0;
    }
    if (a >= 0xE0 && a <= 0xEF) {
        const bool first = tail(1) && !(a == 0xE0 && b < 0xA0) && !(a == 0xED && b > 0x9F);
        return first && tail(2) ? 3 : 0;
    }
    if (a >= 0xF0 && a <= 0xF4) {
        const bool first = tail(1) && !(a == 0xF0 && b < 0x90) && !(a == 0xF4 && b > 0x8F);
        return first && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::optional<std::size_t> find_invalid(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = well_formed(text, i);
        if (length == 0) {
            return i;
        }
        i += length;
    }
    return std::nullopt;
}

std::size_t character_length(std::string_view text, std::size_t offset) noexcept {
    return std::max<std::size_t>(1, well_formed(text, offset));
}

bool is_control(std::string_view c) noexcept {
    if (c.size() == 1) {
        return static_cast<unsigned char>(c[0]) < 0x20 || c[0] == 0x7f;
    }
    return (c.size() == 2 && at(c, 0) == 0xC2 && at(c, 1) < 0xA0) || c == "\xE2\x80\xA8" ||
           c == "\xE2\x80\xA9";
}

std::string escape(std::string_view text, std::size_t limit) {
    std::string out;
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++count) {
        const std::string_view c = text.substr(i, character_length(text, i));
        // The last place is for the ellipsis, unless exactly one character is left.
        if (count + 1 >= limit && i + c.size() < text.size()) {
            return out + "…";
        }
        i += c.size();
        if (c == "\"" || c == "\\") {
            out += '\\';
            out += c;
        } else if (is_control(c)) {
            const unsigned code = c.size() == 1   ? at(c, 0)
                                  : c.size() == 2 ? at(c, 1)
                                                  : 0x2000u + (at(c, 2) & 0x3Fu);
            std::array<char, 8> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "\\u%04x", code);
            out += buffer.data();
        } else {
            out += c;
        }
    }
    return out;
}

std::string line_column(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto lines = std::ranges::count(before, '\n');
    const std::size_t newline = before.rfind('\n');
    const std::string_view line =
        newline == std::string_view::npos ? before : before.substr(newline + 1);
    const auto column = std::ranges::count_if(
        line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return "line " + std::to_string(lines + 1) + ", column " + std::to_string(column + 1);
}

}  // namespace livecam::config
