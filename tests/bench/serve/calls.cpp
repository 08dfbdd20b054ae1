#include <signal.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/bench/serve/findings.h"
#include "tests/e2e/temp_dir.h"
#include "tests/e2e/wait.h"

namespace livecam::bench {
namespace {

using Calls = std::map<std::string, double>;  // by name, for each request

bool traced(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("TracerPid:")) {
            return std::stoi(line.substr(10)) != 0;
        }
    }
    return false;
}

/// The columns of `strace -c -U calls,name`.
Calls read_counts(const std::string& file, double requests) {
    Calls calls;
    std::istringstream lines(e2e::read_file(file));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        double count = 0;
        std::string name;
        // What happens once a second or less is no part of a request.
        if (words >> count >> name && name != "total" && count / requests >= 0.05) {
            calls[name] = count / requests;
        }
    }
    return calls;
}

/// One connection, so that each request is a turn of the event loop. Empty if strace may not.
Calls count_calls(const Server& server, const Asking& asking, const std::string& directory) {
    const std::string file = directory + "/calls";
    const pid_t worker = server.serving.front();
    e2e::Process strace(
        {"strace", "-c", "-U", "calls,name", "-o", file, "-p", std::to_string(worker)},
        directory + "/strace.output");
    if (!e2e::until([&] { return traced(worker) || !strace.running(); }) || !strace.running()) {
        return {};
    }
    Connections connection(server.port, 1);
    const LoadResult load = connection.run(asking, std::chrono::milliseconds(500));
    strace.signal(SIGINT);
    strace.wait();
    return read_counts(file, static_cast<double>(load.responses));
}

std::string text(const Calls& calls) {
    std::string all;
    for (const auto& [name, count] : calls) {
        char part[64];
        std::snprintf(part, sizeof part, "%s%s %.2f", all.empty() ? "" : ", ", name.c_str(), count);
        all += part;
    }
    return all;
}

double total(const Calls& calls) {
    double sum = 0;
    for (const auto& [name, count] : calls) {
        sum += count;
    }
    return sum;
}

}  // namespace

std::vector<Finding> measure_calls(Peers& peers, const std::vector<CameraSet>& sets,
                                   const std::string& directory) {
    if (::access("/usr/bin/strace", X_OK) != 0) {
        return {{"calls", "system calls for each request", "LEFT OUT: install strace", "", false}};
    }
    const auto count = [&](const char* server, const std::string& path) {
        const Work work{.name = "calls", .what = "", .path = path};
        return count_calls(*peers.find(server), asking_for(work, sets, path, ""), directory);
    };
    const Calls memory = count(kStatic, "/return200identity");
    const Calls page = count(kLivecam, "/");
    const Calls picture = count(kLivecam, "/image/p20k0");
    const Calls files = count(kStatic, "/image/p20k0");
    if (memory.empty() || page.empty() || picture.empty()) {
        return {{"calls", "system calls for each request", "LEFT OUT: strace may not trace", "",
                 false}};
    }
    const bool more = total(page) > total(memory) + 0.05 || total(picture) > total(memory) + 0.05;
    return {{"calls", "system calls for each request: nginx `return`", text(memory), "", false},
            {"calls", "system calls for each request: page", text(page), "no more", more},
            {"calls", "system calls for each request: picture", text(picture), "no more", more},
            {"calls", std::string("system calls for each request: ") + kStatic, text(files), "",
             false}};
}

}  // namespace livecam::bench
