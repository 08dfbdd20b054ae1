// A reader process: reads pictures, judges each, and counts what is wrong, until it is killed.
#pragma once

#include <cstdint>
#include <string>

#include "tests/stress/control.h"

namespace livecam::stress {

[[noreturn]] void run_reader(Control& control, const std::string& path, std::uint64_t seed,
                             Bait bait);

}  // namespace livecam::stress
