// What the configuration needs to know about an address (RFC 3986); libcurl does the rest.
#pragma once

#include <string_view>

namespace livecam::config {

inline constexpr std::size_t kMaxUrlLength = 2000;

struct Url {
    std::string_view user_info;  // without the "@"; empty if none
    std::string_view host;       // with the brackets of an IPv6 address
    std::string_view path;       // from the first "/" up to a query or fragment; may be empty
    bool has_user_info = false;
    bool has_query = false;         // or a fragment
    const char* problem = nullptr;  // the rule it breaks, with the remedy; nullptr: a good address
};

/// Takes an absolute http or https address apart. The views point into `url`.
Url parse_url(std::string_view url) noexcept;

}  // namespace livecam::config
