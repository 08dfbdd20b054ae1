#include "ngx_module/pure/outline.h"

#include "ngx_module/pure/event_text.h"

namespace livecam::http {
namespace {

/// Takes a line, without its end, off the text.
std::string_view take_line(std::string_view& text) noexcept {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

bool plain_prefix(std::string_view prefix) noexcept {
    return prefix.empty() || (prefix.size() <= kMaxPrefixBytes && prefix.front() == '/' &&
                              prefix.back() != '/' && plain_name(prefix));
}

}  // namespace

Outline::Outline(std::string_view text) noexcept {
    const std::string_view prefix = take_line(text);
    const std::string_view version = take_line(text);
    if (plain_prefix(prefix) && plain_name(version)) {
        prefix_ = prefix;
        version_ = version;
        groups_ = text;
    }
}

std::optional<std::uint64_t> Outline::group(std::string_view id) const noexcept {
    constexpr int bits = 64;
    std::string_view rest = groups_;
    for (int bit = 0; bit < bits && !rest.empty(); ++bit) {
        if (take_line(rest) == id && !id.empty()) {
            return std::uint64_t{1} << bit;
        }
    }
    return std::nullopt;
}

}  // namespace livecam::http
