// A name that must be resolved before a request can be sent.
#pragma once

#include <string>
#include <vector>

namespace livecam::fetch {

struct Endpoint {
    std::string host;  // lower case; empty: nothing needs resolving
    std::string port;

    bool operator==(const Endpoint&) const = default;
};

/// Of an http or https address. Empty if its host is an address already, or "localhost", which
/// libcurl knows itself, or if the address is none.
Endpoint endpoint_of(const std::string& url);

/// What must be resolved for a request to `url`: its name, or that of the proxy (an address as in
/// CURLOPT_PROXY(3); empty: none), or both for a SOCKS proxy that wants addresses.
std::vector<Endpoint> endpoints_of(const std::string& url, const std::string& proxy);

}  // namespace livecam::fetch
