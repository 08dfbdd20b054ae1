// What `check` and `doctor` say about one thing that is wrong.
#pragma once

#include <string>
#include <vector>

namespace livecam::ctl {

struct Finding {
    std::string thing;    // a path, a setting, a process
    std::string problem;  // with the value, and the limit it breaks
    std::string remedy;

    std::string line() const { return thing + ": " + problem + ": " + remedy; }
};

using Findings = std::vector<Finding>;

}  // namespace livecam::ctl
