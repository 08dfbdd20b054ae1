// A scenario kills a writer at every one of its points and has the examiner look after each.
#pragma once

#include <cstdint>

#include "tests/kill/examiner_process.h"

namespace livecam::kill_points {

struct Tally {
    std::uint64_t points = 0;
    std::uint64_t bad = 0;
    char first[256] = {};

    void add(std::uint64_t point, const Findings& findings);
};

struct Scenario {
    const char* name;
    /// Fewer are a harness that looks at nothing.
    std::uint64_t min_points;
    void (*run)(ExaminerProcess& examiner, Tally& tally);
};

/// nullptr if there is none of this name.
const Scenario* find_scenario(const char* name);

}  // namespace livecam::kill_points
