// fetch_load: livecamd alone under the load of many cameras, against the simulator on loopback.
//
//   fetch_load --cameras 1000 --interval 3 --seconds 60 --cpu 60 --late 1
//
// Prints what livecamd used (its own processor time and memory, frames apart), which due times it
// missed, and what a fetcher that asks by HEAD and GET every time would have sent. The exit code is
// 1 if a target is missed.
#include <rapidjson/document.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/bench/private_tmpfs.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"

namespace {

using namespace livecam::e2e;

struct Settings {
    int cameras = 1000;
    int interval_s = 3;
    int seconds = 60;
    int per_address = 10;
    bool unchanged = false;  // all pictures stay: every look is conditional
    std::string size = "960x600";
    double max_cpu = 60;    // % of one core
    double max_late = 1;    // % of due times
    double max_growth = 8;  // MB over the measured time
};

struct Usage {
    double cpu_s = 0;
    double memory_kb = 0;  // resident, without shared memory
};

Usage usage_of(pid_t pid) {
    const std::string proc = "/proc/" + std::to_string(pid);
    Usage usage;
    std::ifstream stat(proc + "/stat");
    std::string field;
    std::getline(stat, field, ')');
    std::istringstream rest(std::string(std::istreambuf_iterator<char>(stat), {}));
    double ticks = 0;
    for (int i = 3; i <= 15 && rest >> field; ++i) {
        ticks += i == 14 || i == 15 ? std::stod(field) : 0;
    }
    usage.cpu_s = ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
    std::ifstream status(proc + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssAnon:") || line.starts_with("RssFile:")) {
            usage.memory_kb += std::stod(line.substr(8));
        }
    }
    return usage;
}

struct Counts {
    double attempts = 0, gets = 0, heads = 0, not_modified = 0, received = 0, late = 0;
};

Counts counts_of(const std::string& store) {
    rapidjson::Document document;
    document.Parse(ctl(store, {"state", "--json"}).output.c_str());
    Counts counts;
    if (document.HasParseError()) {
        return counts;
    }
    const auto& fetch = document["fetch"];
    const auto number = [&fetch](const char* name) {
        return static_cast<double>(fetch[name].GetUint64());
    };
    counts.attempts = number("attempts");
    counts.gets = number("gets");
    counts.heads = number("heads");
    counts.not_modified = number("not_modified");
    counts.received = number("received_bytes");
    counts.late = number("late");
    return counts;
}

/// One camera after the other, a few at each loopback address, so that there are many origins, and
/// as many on each page as somebody might look at.
std::string config_of(const Settings& settings, const std::string& origin) {
    constexpr int kPerGroup = 100;
    const std::string port = origin.substr(origin.rfind(':'));
    std::string text = R"({"store": {"max_bytes": "3G"}, "fetch": {"interval": ")" +
                       std::to_string(settings.interval_s) + R"(s"}, "groups": [)";
    for (int i = 0; i < settings.cameras; ++i) {
        const std::string number = std::to_string(i);
        const int address = i / settings.per_address;
        if (i % kPerGroup == 0) {
            text += (i == 0 ? "{" : "]},\n{") + (R"("id": "g)" + number) + R"(", "cameras": [)";
        } else {
            text += ",\n";
        }
        text += R"({"name": "c)" + number + R"(", "src": "http://127.1.)" +
                std::to_string(address / 250) + "." + std::to_string(1 + address % 250) + port +
                "/cam/" + number + R"(.jpg"})";
    }
    return text + "]}]}\n";
}

int check(const char* what, double value, double limit, const char* unit) {
    const bool met = value <= limit;
    std::printf("%-34s %10.2f %-6s target <= %.2f %s\n", what, value, unit, limit,
                met ? "met" : "MISSED");
    return met ? 0 : 1;
}

int run_load(const Settings& settings) {
    const std::string born =
        settings.unchanged ? "100000m" : std::to_string(settings.interval_s) + "s";
    Simulator simulator({"--cameras", "1", "--scenes", "8", "--listen", "0.0.0.0", "--interval",
                         born, "--size", settings.size});
    const std::string picture = get(simulator.url("/cam/0.jpg")).body;
    TempDir dir;
    StoreDir store(livecam::bench::make_directory("/dev/shm"));
    write_file(dir / "cameras.json", config_of(settings, simulator.url("")));
    Livecamd livecamd(dir / "cameras.json", store.path());
    if (!livecamd.wait_ready()) {
        std::fprintf(stderr, "fetch_load: livecamd is not ready\n%s", livecamd.log().c_str());
        return 2;
    }
    // One interval, over which the cameras spread.
    std::this_thread::sleep_for(std::chrono::seconds(settings.interval_s + 2));
    const Counts before = counts_of(store.path());
    const Usage begun = usage_of(livecamd.process().pid());
    const auto start = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(std::chrono::seconds(settings.seconds));
    const Usage ended = usage_of(livecamd.process().pid());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    const Counts after = counts_of(store.path());

    const double attempts = after.attempts - before.attempts;
    const double requests = after.gets - before.gets + after.heads - before.heads;
    const double received = after.received - before.received;
    const double whole = requests - (after.not_modified - before.not_modified);
    const double often =
        attempts * (received > 0 ? received / whole : static_cast<double>(picture.size()));
    std::printf("%d cameras x %zu bytes, every %d s, for %.0f s: %.0f attempts, %.0f answers 304\n",
                settings.cameras, picture.size(), settings.interval_s, took.count(), attempts,
                after.not_modified - before.not_modified);
    int missed = attempts > 0 ? 0 : 1;
    missed += check("processor, of one core", 100 * (ended.cpu_s - begun.cpu_s) / took.count(),
                    settings.max_cpu, "%");
    missed += check("due times missed by 250 ms",
                    attempts > 0 ? 100 * (after.late - before.late) / attempts : 100,
                    settings.max_late, "%");
    missed += check("memory", ended.memory_kb / 1024, 64 + 8.0 / 1024 * settings.cameras, "MB");
    missed +=
        check("growth", (ended.memory_kb - begun.memory_kb) / 1024, settings.max_growth, "MB");
    std::printf(
        "HEAD and GET every time: %.0f requests and %.1f MB; sent: %.0f and %.1f MB; "
        "saved: %.0f and %.1f MB\n",
        2 * attempts, often / 1e6, requests, received / 1e6, 2 * attempts - requests,
        (often - received) / 1e6);
    return missed > 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    CLI::App app{"livecamd under the load of many cameras.", "fetch_load"};
    app.add_option("--cameras", settings.cameras, "Cameras [1000]");
    app.add_option("--interval", settings.interval_s, "Seconds between two looks [3]");
    app.add_option("--seconds", settings.seconds, "Measured time; 600 shows growth [60]");
    app.add_option("--per-address", settings.per_address, "Cameras at each origin [10]");
    app.add_flag("--unchanged", settings.unchanged, "No picture changes: all answers are 304");
    app.add_option("--size", settings.size, "Width and height of the pictures [960x600]");
    app.add_option("--cpu", settings.max_cpu, "Target: % of one core [60]");
    app.add_option("--late", settings.max_late, "Target: % of due times late [1]");
    app.add_option("--growth", settings.max_growth, "Target: MB of growth [8]");
    CLI11_PARSE(app, argc, argv);
    try {
        return run_load(settings);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "fetch_load: %s\n", error.what());
        return 2;
    }
}
