// Times one by one, because a mean hides what a reader meets.
#pragma once

#include <benchmark/benchmark.h>

#include <chrono>
#include <vector>

namespace livecam::bench {

using Clock = std::chrono::steady_clock;

inline double ns_since(Clock::time_point start) {
    return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

class Samples {
  public:
    void add(double ns) { ns_.push_back(ns); }

    /// Puts "p50" and "p99", in ns, where the table finds them.
    void report(benchmark::State& state);

  private:
    std::vector<double> ns_;
};

}  // namespace livecam::bench
