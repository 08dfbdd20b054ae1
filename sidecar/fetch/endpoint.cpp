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

}  // namespace livecam::fetch
