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

namespace {

/// `ancestors` are who may show the page in a frame.
std::string content_policy(const config::Config& config, const std::string& ancestors) {
    return "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
           "worker-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
           "form-action 'none'; frame-ancestors " +
           ancestors + "; frame-src " + frame_sources(config);
}

void append_page_headers(Headers& headers) {
    headers.emplace_back("Referrer-Policy", "strict-origin-when-cross-origin");
    headers.emplace_back("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
}

}  // namespace

Headers resource_headers(const config::Site& site, const std::string& version) {
    Headers headers = {{"X-Content-Type-Options", "nosniff"}, {"X-Version", version}};
    if (!site.hsts.empty()) {
        headers.emplace_back("Strict-Transport-Security", site.hsts);
    }
    return headers;
}

Headers page_headers(const config::Config& config, const std::string& version) {
    Headers headers = resource_headers(config.site, version);
    append_page_headers(headers);
    headers.emplace_back("X-Frame-Options", "DENY");
    headers.emplace_back("Content-Security-Policy", content_policy(config, "'none'"));
    return headers;
}

Headers embed_headers(const config::Config& config, const std::string& version) {
    std::string ancestors;
    for (const std::string& origin : config.site.embed) {
        ancestors += (ancestors.empty() ? "" : " ") + origin;
    }
    Headers headers = resource_headers(config.site, version);
    append_page_headers(headers);
    headers.emplace_back("Content-Security-Policy", content_policy(config, ancestors));
    return headers;
}

}  // namespace livecam::pages
