// kill_points SCENARIO [--bait]: prints `points N, bad M`. Fails if something is bad or there are
// fewer points than the scenario must have; with --bait, if nothing is bad.
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "tests/kill/examiner_process.h"
#include "tests/kill/scenarios.h"
#include "tests/kill/writers.h"

namespace {

using namespace livecam::kill_points;

/// On the tmpfs that stores live on; gone when the program ends.
struct Base {
    Base() {
        if (::mkdtemp(path.data()) == nullptr) {
            std::perror("kill points: /dev/shm");
            std::exit(2);
        }
        made = path.c_str();
        std::atexit([] { std::filesystem::remove_all(made); });
    }
    std::string path = "/dev/shm/livecam-kill.XXXXXX";
    static inline const char* made = nullptr;
};

}  // namespace

int main(int argc, char** argv) {
    const bool bait = argc == 3 && std::strcmp(argv[2], "--bait") == 0;
    const Scenario* scenario = argc > 1 ? find_scenario(argv[1]) : nullptr;
    if (scenario == nullptr || (argc != 2 && !bait)) {
        std::fprintf(stderr, "usage: %s SCENARIO [--bait]\n", argv[0]);
        return 2;
    }
    static char line[BUFSIZ];  // so that printing does not change the children's heap
    std::setvbuf(stdout, line, _IOLBF, sizeof line);
    ::umask(022);
    static Base base;
    set_store(base.path + "/store");
    Tally tally;
    {
        ExaminerProcess examiner;
        scenario->run(examiner, tally);
    }
    std::printf("%s: points %llu, bad %llu\n", scenario->name,
                static_cast<unsigned long long>(tally.points),
                static_cast<unsigned long long>(tally.bad));
    if (tally.bad != 0) {
        std::printf("first: %s\n", tally.first);
    }
    if (tally.points < scenario->min_points) {
        std::printf("that is too few: there must be %llu\n",
                    static_cast<unsigned long long>(scenario->min_points));
        return 1;
    }
    if (bait && tally.bad == 0) {
        std::puts("a bait was not found");
        return 1;
    }
    return bait || tally.bad == 0 ? 0 : 1;
}
