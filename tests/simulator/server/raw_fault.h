// Faults of the connection and of HTTP itself, byte by byte.
#pragma once

#include <chrono>

#include "tests/simulator/server/fault.h"
#include "tests/simulator/server/wire.h"

namespace livecam::sim {

/// Plays the fault; afterwards the connection may be used again only where it returns true. `slow`
/// is how long a slow body takes. REQUIRES: plain_fault() does not know the fault.
awaitable<bool> raw_fault(Wire& wire, Fault fault, const Request& request, SharedPicture picture,
                          std::chrono::milliseconds slow);

}  // namespace livecam::sim
