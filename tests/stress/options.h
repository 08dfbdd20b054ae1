// The command line of a run.
#pragma once

#include <cstdint>

#include "tests/stress/control.h"

namespace livecam::stress {

struct RunOptions {
    int seconds = 60;
    std::uint64_t seed = 1;
    Bait bait = Bait::kNone;
};

/// False, after a usage line, if it cannot be understood.
bool parse(int argc, char** argv, RunOptions& options);

const char* to_string(Bait bait) noexcept;

}  // namespace livecam::stress
