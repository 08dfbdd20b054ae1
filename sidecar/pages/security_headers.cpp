#include "sidecar/pages/security_headers.h"

#include <algorithm>

namespace livecam::pages {
namespace {

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
}

}  // namespace

std::string origin_of(std::string_view url) {
    std::string_view scheme;
    for (const std::string_view known : {"https://", "http://"}) {
        if (url.starts_with(known)) {
            scheme = known;
        }
    }
    if (scheme.empty()) {
        return {};
    }
    std::string_view host = url.substr(scheme.size());
    host = host.substr(0, host.find_first_of("/?#\\"));
    if (const auto at = host.rfind('@'); at != std::string_view::npos) {
        host.remove_prefix(at + 1);
    }
    if (host.empty() || !std::all_of(host.begin(), host.end(), is_host_character)) {
        return {};
    }
    return std::string{scheme}.append(host);
}

std::string frame_sources(const config::Config& config) {
    std::vector<std::string> origins;
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (!camera.enabled || camera.kind != config::CameraKind::kIframe) {
                continue;
            }
            std::string origin = origin_of(camera.src);
            if (!origin.empty() &&
                std::find(origins.begin(), origins.end(), origin) == origins.end()) {
                origins.push_back(std::move(origin));
            }
        }
    }
    if (origins.empty()) {
        return "'none'";
    }
    std::string all;
    for (const std::string& origin : origins) {
        all += (all.empty() ? "" : " ") + origin;
    }
    return all;
}

Headers page_headers(const config::Config& config) {
    return {
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "strict-origin-when-cross-origin"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
        {"Content-Security-Policy",
         "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
         "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
         "frame-ancestors 'none'; frame-src " +
             frame_sources(config)},
    };
}

Headers resource_headers() {
    return {{"X-Content-Type-Options", "nosniff"}};
}

}  // namespace livecam::pages
