// What a run found, for people, and whether it was worth anything.
#pragma once

#include "shared/store_writer.h"
#include "tests/stress/control.h"
#include "tests/stress/options.h"
#include "tests/stress/supervisor.h"

namespace livecam::stress {

void print(const Control& control, const Supervisor& supervisor);

/// Opens the store once more: nothing that nothing refers to, budgets that add up, every camera at
/// least at what was published last. False, with a line that says what is wrong.
bool last_start(const Control& control, const StoreOptions& options);

/// Whether everything that the run is for took place: kills, replacements, a full tmpfs (if
/// `filled`). False, with a line.
bool enough(const Control& control, const Supervisor& supervisor, bool filled);

/// Whether the failures are those that the bait is made for.
bool found(const Failures& failures, Bait bait);

}  // namespace livecam::stress
