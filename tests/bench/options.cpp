#include "tests/bench/options.h"

#include <cstdio>
#include <string_view>

namespace livecam::bench {

bool parse(int argc, char** argv, Options& options) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        const bool has_value = i + 1 < argc;
        if (argument == "--short") {
            options.short_form = true;
        } else if (argument == "--strict") {
            options.strict = true;
        } else if (argument == "--json" && has_value) {
            options.json = argv[++i];
        } else if (argument == "--only" && has_value) {
            options.filter = argv[++i];
        } else {
            std::fprintf(stderr, "usage: %s [--short] [--strict] [--json FILE] [--only TEXT]\n",
                         argv[0]);
            return false;
        }
    }
    return true;
}

}  // namespace livecam::bench
