#include "sidecar/config/redact.h"

#include <algorithm>

namespace livecam::config {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_scheme(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '-' || c == '.';
    });
}

/// How many bytes belong to "scheme://"; 0 if the address does not begin like that.
std::size_t scheme_length(std::string_view url) noexcept {
    const std::size_t colon = url.find("://");
    return colon != npos && is_scheme(url.substr(0, colon)) ? colon + 3 : 0;
}

/// Where user info ends (just after its "@") in an address without its scheme; 0 if it has none.
std::size_t user_info_length(std::string_view rest, bool has_scheme) noexcept {
    const std::size_t last = rest.rfind('@');
    if (last == npos) {
        return 0;
    }
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    // A password with a raw "/", "?" or "#" ends the authority early; its ":" gives it away.
    if (!has_scheme || authority.find(':') != npos) {
        return last + 1;
    }
    const std::size_t at = authority.rfind('@');
    return at == npos ? 0 : at + 1;
}

}  // namespace

std::string redact_url(std::string_view url) {
    const std::size_t scheme = scheme_length(url);
    std::string_view rest = url.substr(scheme);
    std::string text(url.substr(0, scheme));
    if (const std::size_t length = user_info_length(rest, scheme != 0); length != 0) {
        text += "***@";
        rest.remove_prefix(length);
    }
    const std::size_t query = rest.find('?');
    text += rest.substr(0, query);
    if (query != npos) {
        text += "?***";
    }
    return text;
}

}  // namespace livecam::config
