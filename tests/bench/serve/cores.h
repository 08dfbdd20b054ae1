// Which processor serves and which loads, and what serving took of it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace livecam::bench {

struct Cores {
    int server = 0;
    int load = 0;  // the same where there is one only
    std::string both() const { return std::to_string(server) + "," + std::to_string(load); }
};

/// The first two that this process may use.
Cores choose_cores();

/// From now on this thread, and the processes it starts, run there.
void pin_thread(int core);

/// Processor time of all threads that these processes have or had, in seconds, to the nanosecond.
double cpu_s(const std::vector<pid_t>& processes);

}  // namespace livecam::bench
