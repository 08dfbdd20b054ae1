#include "tests/stress/options.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace livecam::stress {

const char* to_string(Bait bait) noexcept {
    switch (bait) {
        case Bait::kNone:
            return "none";
        case Bait::kOverwrite:
            return "overwrite";
        case Bait::kWrongFrame:
            return "wrong_frame";
        case Bait::kDeafReader:
            return "deaf_reader";
    }
    return "?";
}

bool parse(int argc, char** argv, RunOptions& options) {
    bool understood = argc % 2 == 1;
    for (int i = 1; understood && i + 1 < argc; i += 2) {
        const char* value = argv[i + 1];
        if (std::strcmp(argv[i], "--seconds") == 0) {
            options.seconds = std::atoi(value);
            understood = options.seconds > 0;
        } else if (std::strcmp(argv[i], "--seed") == 0) {
            options.seed = std::strtoull(value, nullptr, 0);
        } else if (std::strcmp(argv[i], "--bait") == 0) {
            understood = false;
            for (const Bait bait : {Bait::kOverwrite, Bait::kWrongFrame, Bait::kDeafReader}) {
                if (std::strcmp(value, to_string(bait)) == 0) {
                    options.bait = bait;
                    understood = true;
                }
            }
        } else {
            understood = false;
        }
    }
    if (!understood) {
        std::fprintf(stderr,
                     "usage: %s [--seconds N] [--seed N] [--bait overwrite|wrong_frame|"
                     "deaf_reader]\n",
                     argv[0]);
    }
    return understood;
}

}  // namespace livecam::stress
