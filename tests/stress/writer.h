// The writer process: publishes as fast as it can until somebody kills it.
#pragma once

#include <cstdint>

#include "shared/store_writer.h"
#include "tests/stress/control.h"

namespace livecam::stress {

/// Exit code: the index has become as large as it may; throw it away and begin with a small one.
inline constexpr int kWantsSmallerIndex = 10;

[[noreturn]] void run_writer(Control& control, StoreOptions options, std::uint64_t seed, Bait bait);

}  // namespace livecam::stress
