// First path segments that the wall itself answers; a group may not take one as its id.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace livecam::config {

/// Names with a dot or an underscore cannot be group ids anyway; they are here so that the list is
/// whole.
inline constexpr std::array<std::string_view, 15> kRouteNames = {
    "_",           "api",    "camera",     "embed", "events",           "favicon.ico",
    "healthcheck", "image",  "robots.txt", "s",     "site.webmanifest", "sitemap.xml",
    "state",       "stream", "sw.js",
};

constexpr bool is_route_name(std::string_view segment) noexcept {
    return std::ranges::find(kRouteNames, segment) != kRouteNames.end();
}

}  // namespace livecam::config
