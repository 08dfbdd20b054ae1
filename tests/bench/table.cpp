#include "tests/bench/table.h"

#include <benchmark/benchmark.h>
#include <sys/utsname.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <vector>

namespace livecam::bench {
namespace {

struct Settings {
    std::map<std::string, double> targets;
    std::vector<std::string> notes;
};

Settings& settings() {
    static Settings kept;
    return kept;
}

std::string duration(double ns) {
    char text[32];
    if (ns < 1000) {
        std::snprintf(text, sizeof text, "%.1f ns", ns);
    } else if (ns < 1e6) {
        std::snprintf(text, sizeof text, "%.1f us", ns / 1e3);
    } else {
        std::snprintf(text, sizeof text, "%.2f ms", ns / 1e6);
    }
    return text;
}

std::string cpu_name() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (line.starts_with("model name")) {
            return line.substr(line.find(": ") + 2);
        }
    }
    return "unknown processor";
}

/// Rows appear as they are measured.
class Table : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(const Context&) override {
        utsname system{};
        ::uname(&system);
        std::printf("%s, Linux %s", cpu_name().c_str(), system.release);
#ifndef NDEBUG
        std::printf("; built with assertions: verdicts mean little");
#endif
        std::printf("\n");
        for (const std::string& text : settings().notes) {
            std::printf("%s\n", text.c_str());
        }
        std::printf("\n%-44s %12s %12s %12s  %s\n", "what", "p50", "p99", "target p50", "verdict");
        return true;
    }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            report(run);
        }
        std::fflush(stdout);
    }

    bool missed() const {
        return missed_;
    }

  private:
    void report(const Run& run) {
        const std::string name = run.run_name.function_name;
        const auto counter = [&run](const char* key) {
            const auto found = run.counters.find(key);
            return found == run.counters.end() ? 0.0 : static_cast<double>(found->second.value);
        };
        if (run.error_occurred) {
            std::printf("%-44s %s\n", name.c_str(), run.error_message.c_str());
            missed_ = true;
            return;
        }
        const double p50 = counter("p50");
        const auto wanted = settings().targets.find(name);
        std::string verdict;
        if (wanted != settings().targets.end()) {
            verdict = p50 < wanted->second ? "met" : "MISSED";
            missed_ = missed_ || p50 >= wanted->second;
        }
        std::printf("%-44s %12s %12s %12s  %s%s\n", name.c_str(), duration(p50).c_str(),
                    duration(counter("p99")).c_str(),
                    verdict.empty() ? "" : duration(wanted->second).c_str(), verdict.c_str(),
                    run.report_label.c_str());
    }

    bool missed_ = false;
};

}  // namespace

void target(const std::string& name, double ns) {
    settings().targets[name] = ns;
}

void note(const std::string& text) {
    settings().notes.push_back(text);
}

int run(const Options& options) {
    std::vector<std::string> arguments = {"bench"};
    if (!options.json.empty()) {
        arguments.push_back("--benchmark_out=" + options.json);
        arguments.push_back("--benchmark_out_format=json");
    }
    if (!options.filter.empty()) {
        arguments.push_back("--benchmark_filter=" + options.filter);
    }
    std::vector<char*> pointers;
    for (std::string& argument : arguments) {
        pointers.push_back(argument.data());
    }
    int count = static_cast<int>(pointers.size());
    benchmark::Initialize(&count, pointers.data());
    Table table;
    if (benchmark::RunSpecifiedBenchmarks(&table) == 0) {
        std::fprintf(stderr, "no benchmark has a name with \"%s\"\n", options.filter.c_str());
        return 2;
    }
    return table.missed() && options.strict ? 1 : 0;
}

}  // namespace livecam::bench
