// Faults that are proper HTTP with the wrong contents.
#pragma once

#include <optional>

#include "tests/simulator/server/fault.h"
#include "tests/simulator/server/http_request.h"
#include "tests/simulator/server/reply.h"

namespace livecam::sim {

/// The reply of a fault that a whole, well-formed message can express; nullopt for the others.
std::optional<Reply> plain_fault(Fault fault, const Request& request, const SharedPicture& picture);

/// 200 for the right Basic credentials, 401 with a challenge otherwise (RFC 7617).
std::optional<Reply> refuse_unless_authorized(const Request& request);

}  // namespace livecam::sim
