// The life of the daemon.
#pragma once

#include "sidecar/app/arguments.h"

namespace livecam::app {

/// Runs until SIGTERM or SIGINT; the exit code.
int run(const Arguments& arguments);

}  // namespace livecam::app
