// One table for all benchmarks of a program: what was measured, what it should be, a verdict.
#pragma once

#include <string>

#include "tests/bench/options.h"

namespace livecam::bench {

/// p50 of the benchmark with this name should be below so many nanoseconds.
void target(const std::string& name, double ns);

/// A line above the table: what a reader has to know about this run.
void note(const std::string& text);

/// Runs all registered benchmarks that `options` lets through; the exit code.
int run(const Options& options);

}  // namespace livecam::bench
