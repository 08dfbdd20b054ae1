#include "tests/bench/serve/cores.h"

#include <sched.h>
#include <time.h>

#include <stdexcept>

namespace livecam::bench {

Cores choose_cores() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    ::sched_getaffinity(0, sizeof allowed, &allowed);
    std::vector<int> found;
    for (int core = 0; core < CPU_SETSIZE && found.size() < 2; ++core) {
        if (CPU_ISSET(core, &allowed)) {
            found.push_back(core);
        }
    }
    return found.empty() ? Cores{} : Cores{found.front(), found.back()};
}

void pin_thread(int core) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    ::sched_setaffinity(0, sizeof one, &one);
}

double cpu_s(const std::vector<pid_t>& processes) {
    double sum = 0;
    for (const pid_t pid : processes) {
        clockid_t clock{};
        timespec time{};
        if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0) {
            throw std::runtime_error("process " + std::to_string(pid) + " is no longer there");
        }
        sum += static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    }
    return sum;
}

}  // namespace livecam::bench
