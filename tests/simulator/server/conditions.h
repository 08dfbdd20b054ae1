// Conditional requests (RFC 9110, 13).
#pragma once

#include "tests/simulator/server/http_request.h"
#include "tests/simulator/server/reply.h"

namespace livecam::sim {

/// Whether the client has this picture already: If-None-Match decides alone where it is present
/// (13.2.2), else If-Modified-Since.
bool unchanged_for(const Request& request, const Picture& picture);

}  // namespace livecam::sim
