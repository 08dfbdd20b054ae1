#include "tests/bench/serve/report.h"

#include <sys/utsname.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <thread>

#include "tests/e2e/process.h"

namespace livecam::bench {
namespace {

std::string processor() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (line.starts_with("model name")) {
            return line.substr(line.find(": ") + 2);
        }
    }
    return "unknown processor";
}

/// The first line of what a program says of itself; empty if it is not there.
std::string version_line(std::vector<std::string> command) {
    const std::vector<std::string> lines = e2e::run(std::move(command)).lines();
    return lines.empty() ? "" : lines.front();
}

}  // namespace

void describe_machine(Report& report) {
    utsname system{};
    ::uname(&system);
    report.machine = std::to_string(std::thread::hardware_concurrency()) + " × " + processor() +
                     ", Linux " + system.release;
    for (std::vector<std::string> command : std::vector<std::vector<std::string>>{
             {LIVECAM_NGINX, "-v"}, {"varnishd", "-V"}, {"h2load", "--version"}, {"wrk", "-v"}}) {
        if (const std::string line = version_line(command); !line.empty()) {
            report.versions.push_back(line.substr(0, line.find(" Copyright")));
        }
    }
    const std::time_t now = std::time(nullptr);
    char date[16];
    std::tm local{};
    std::strftime(date, sizeof date, "%F", ::localtime_r(&now, &local));
    report.date = date;
}

void print_head(const Report& report) {
    std::printf("%s, %s\n", report.machine.c_str(), report.date.c_str());
    for (const std::string& version : report.versions) {
        std::printf("  %s\n", version.c_str());
    }
    for (const auto& [name, words] : report.settings) {
        std::printf("  %-18s %s\n", name.c_str(), words.c_str());
    }
    for (const Missing& missing : report.missing) {
        std::printf("  %-18s LEFT OUT: %s\n", missing.name.c_str(), missing.why.c_str());
    }
#ifndef NDEBUG
    std::printf("built with assertions: verdicts mean little\n");
#endif
    std::printf("\n%-36s %14s %14s %16s\n", "processor time for each request, medians", "us",
                "requests/s", "livecam / this");
}

void print(const WorkResult& result) {
    std::printf("%s\n", result.work.what.c_str());
    const Figures& ours = *result.find(kLivecam);
    for (const Figures& figures : result.figures) {
        std::printf("    %-32s %14.2f %14.0f", figures.server.c_str(), median(figures.cpu_us),
                    median(figures.per_second));
        if (&figures != &ours) {
            std::printf(" %16.2f", median(ours.cpu_us) / median(figures.cpu_us));
        }
        std::printf("\n");
    }
    if (!result.best.empty()) {
        std::printf("    livecam / %s: %.2f", result.best.c_str(), result.ratio);
        if (result.work.target > 0) {
            std::printf(", target %.2f: %s", result.work.target,
                        result.missed() ? "MISSED" : "met");
        }
        std::printf("\n");
    }
    std::fflush(stdout);
}

void print(const Finding& finding) {
    std::printf("%-52s %16s", finding.what.c_str(), finding.value.c_str());
    if (!finding.limit.empty()) {
        std::printf("  target %s: %s", finding.limit.c_str(), finding.missed ? "MISSED" : "met");
    }
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace livecam::bench
