// TLS and HTTP/2 are asked for by wrk and h2load, which other people use as well.
#pragma once

#include <chrono>

#include "tests/bench/serve/load.h"
#include "tests/bench/serve/server.h"
#include "tests/bench/serve/works.h"

namespace livecam::bench {

/// The package that is missing for this protocol; empty: none.
std::string missing_load(Protocol protocol);

/// Asks `server` for the work's path over TLS for so long. Throws std::runtime_error if the program
/// fails or says what is not understood.
LoadResult foreign_load(const Work& work, const Server& server, std::chrono::milliseconds time);

}  // namespace livecam::bench
