// What a client asked: the head of an HTTP/1.1 request without a body (RFC 9112, 3 and 5).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace livecam::sim {

struct Request {
    std::string method;
    std::string path;                            // without the query, not decoded
    std::map<std::string, std::string> query;    // percent-decoded
    std::map<std::string, std::string> headers;  // names in lower case; the last of a name counts
    bool keep_alive = true;

    bool head() const { return method == "HEAD"; }

    /// A header's or a parameter's value, or an empty string.
    const std::string& header(const std::string& name) const;
    const std::string& parameter(const std::string& name) const;
};

/// Parses everything up to and including the empty line; nullopt if it is no HTTP/1.x request.
std::optional<Request> parse_request(std::string_view head);

}  // namespace livecam::sim
