// The loads that other people use as well: wrk for HTTP/1.1, plain and over TLS, h2load for HTTP/2.
// They read what they are sent, as browsers do.
#pragma once

#include <string>

#include "tests/bench/serve/load.h"
#include "tests/bench/serve/server.h"
#include "tests/bench/serve/works.h"

namespace livecam::bench {

/// The package that is missing for this protocol; empty: none.
std::string missing_load(Protocol protocol);

/// Both ask for so many whole seconds. They throw std::runtime_error if the program fails or says
/// what is not understood. `script` is a file that wrk's load of this work is written to.
LoadResult wrk_load(const Work& work, const Asking& asking, const Server& server, int connections,
                    int seconds, const std::string& script);
LoadResult h2load_load(const Work& work, const Server& server, int seconds);

}  // namespace livecam::bench
