// The command line that all benchmarks share.
#pragma once

#include <string>

namespace livecam::bench {

struct Options {
    bool short_form = false;  // --short: a few rounds, to see that it runs
    bool strict = false;      // --strict: a missed target makes the exit code 1
    std::string json;         // --json FILE
    std::string filter;       // --only TEXT: benchmarks whose name contains it
};

/// False after a message; the exit code is then 2.
bool parse(int argc, char** argv, Options& options);

}  // namespace livecam::bench
