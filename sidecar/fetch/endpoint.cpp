#include "sidecar/fetch/endpoint.h"

#include <arpa/inet.h>

#include <string_view>

#include "sidecar/fetch/origin.h"

namespace livecam::fetch {
namespace {

bool needs_no_lookup(const std::string& host) {
    in_addr v4{};
    return host.starts_with('[') || host == "localhost" || host.ends_with(".localhost") ||
           inet_pton(AF_INET, host.c_str(), &v4) == 1;
}

}  // namespace

Endpoint endpoint_of(const std::string& url) {
    const std::string origin = origin_of(url);
    const std::size_t scheme = origin.find("://");
    const std::size_t colon = origin.rfind(':');
    if (scheme == std::string::npos || colon <= scheme) {
        return {};
    }
    std::string host = origin.substr(scheme + 3, colon - scheme - 3);
    if (needs_no_lookup(host)) {
        return {};
    }
    return {std::move(host), origin.substr(colon + 1)};
}

std::vector<Endpoint> endpoints_of(const std::string& url, const std::string& proxy) {
    std::vector<Endpoint> endpoints;
    const auto add = [&endpoints](Endpoint endpoint) {
        if (!endpoint.host.empty()) {
            endpoints.push_back(std::move(endpoint));
        }
    };
    if (proxy.empty() || proxy.starts_with("socks5://")) {
        add(endpoint_of(url));
    }
    if (const std::size_t scheme = proxy.find("://"); scheme != std::string::npos) {
        const bool tls = proxy.starts_with("https:");
        const std::string authority = proxy.substr(scheme + 3);
        Endpoint endpoint = endpoint_of((tls ? "https://" : "http://") + authority);
        // libcurl's default port of a proxy without TLS is not the one of http.
        const std::string host = authority.substr(authority.rfind('@') + 1);
        if (!tls && host.find(':') == std::string::npos) {
            endpoint.port = "1080";
        }
        add(std::move(endpoint));
    }
    return endpoints;
}

}  // namespace livecam::fetch
