// A name that must be resolved before a request can be sent.
#pragma once

#include <string>

namespace livecam::fetch {

struct Endpoint {
    std::string host;  // lower case; empty: nothing needs resolving
    std::string port;

    bool operator==(const Endpoint&) const = default;
};

/// Of an http or https address. Empty if its host is an address already, or "localhost", which
/// libcurl knows itself, or if the address is none.
Endpoint endpoint_of(const std::string& url);

}  // namespace livecam::fetch
