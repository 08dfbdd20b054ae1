#include "tests/bench/samples.h"

#include <algorithm>

namespace livecam::bench {

void Samples::report(benchmark::State& state) {
    if (ns_.empty()) {
        return;
    }
    std::sort(ns_.begin(), ns_.end());
    state.counters["p50"] = ns_[ns_.size() / 2];
    state.counters["p99"] = ns_[ns_.size() * 99 / 100];
}

}  // namespace livecam::bench
