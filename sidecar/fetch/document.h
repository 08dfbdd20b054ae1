// A document beside the cameras' pictures, such as a feed: fetched by the same threads with the
// same politeness, and handed on as it comes.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "sidecar/config/reach.h"

namespace livecam::fetch {

struct DocumentLimits {
    std::chrono::milliseconds timeout{20'000};  // over names, connection, TLS and body
    std::chrono::milliseconds max_backoff{600'000};
    std::uint64_t max_bytes = 4u << 20;  // decoded

    bool operator==(const DocumentLimits&) const = default;
};

struct Document {
    std::string name;  // of all documents and cameras; with a "/", so that no slug is the same
    std::string address;
    std::vector<std::string> secrets;  // parts of the address that no message may hold
    std::chrono::milliseconds interval{60'000};
    DocumentLimits limits;
    config::Reach reach;

    /// Whether it is asked for in the same way.
    bool operator==(const Document& other) const;
};

}  // namespace livecam::fetch
