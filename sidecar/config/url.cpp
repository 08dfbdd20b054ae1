#include "sidecar/config/url.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace livecam::config {
namespace {

constexpr auto npos = std::string_view::npos;

bool starts_with_nocase(std::string_view text, std::string_view lower) noexcept {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char want, char have) {
               return want == (have >= 'A' && have <= 'Z' ? have - 'A' + 'a' : have);
           });
}

bool good_port(std::string_view port) noexcept {
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    return error == std::errc{} && end == port.data() + port.size() && number != 0;
}

/// Splits host and port; false if the port is not a number from 1 to 65535.
bool split_host(std::string_view host_port, Url& out) noexcept {
    const std::size_t bracket = host_port.starts_with('[') ? host_port.find(']') : 0;
    const std::size_t colon = host_port.find(':', bracket == npos ? 0 : bracket);
    out.host = host_port.substr(0, colon);
    return colon == npos || good_port(host_port.substr(colon + 1));
}

}  // namespace

Url parse_url(std::string_view url) noexcept {
    Url out;
    if (url.empty()) {
        out.problem = "is empty; give an address that starts with http:// or https://";
        return out;
    }
    if (url.size() > kMaxUrlLength) {
        out.problem = "is longer than 2000 bytes; use a shorter address";
        return out;
    }
    if (std::ranges::any_of(
            url, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
        out.problem = "holds a control character; remove it";
        return out;
    }
    if (url.find(' ') != npos) {
        out.problem = "holds a space; write it as %20";
        return out;
    }
    std::size_t start = 0;
    for (const std::string_view scheme : {"http://", "https://"}) {
        start = starts_with_nocase(url, scheme) ? scheme.size() : start;
    }
    if (start == 0) {
        out.problem = "is not an http or https address; start it with http:// or https://";
        return out;
    }
    std::string_view rest = url.substr(start);
    const std::size_t end = rest.find_first_of("/?#");
    std::string_view authority = rest.substr(0, end);
    rest = end == npos ? std::string_view{} : rest.substr(end);
    if (const std::size_t at = authority.rfind('@'); at != npos) {
        out.has_user_info = true;
        out.user_info = authority.substr(0, at);
        authority.remove_prefix(at + 1);
    }
    const std::size_t query = rest.find_first_of("?#");
    out.path = rest.substr(0, query);
    out.has_query = query != npos;
    if (!split_host(authority, out)) {
        out.problem =
            "has a port that is not a number from 1 to 65535; correct it, and write "
            "/ ? # @ and : in a password as %2F %3F %23 %40 and %3A";
    } else if (out.host.empty() || out.host == "[]") {
        out.problem = "names no host; write http://host/path";
    }
    return out;
}

}  // namespace livecam::config
