#include <atomic>
#include <cstdio>
#include <fstream>
#include <thread>

#include "tests/bench/serve/findings.h"
#include "tests/bench/serve/slow_readers.h"
#include "tests/e2e/painted_store.h"

namespace livecam::bench {
namespace {

constexpr std::size_t kBytesPerSecond = 10'000;
constexpr double kMostMegabytes = 64;

double anonymous_mb(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssAnon:")) {
            return std::stod(line.substr(8)) / 1024;
        }
    }
    return 0;
}

}  // namespace

std::vector<Finding> measure_slow(Content& content, const std::vector<CameraSet>& sets,
                                  const std::string& directory, const std::string& core,
                                  int clients) {
    Server server(kLivecam, "");
    start_nginx(server,
                {.main = "load_module " + e2e::built("ngx_http_livecam_module.so") + ";",
                 .http = "livecam_store " + content.store() + ";",
                 .server = "livecam on;",
                 .listen = "sndbuf=16k"},
                directory + "/slow", directory, core);
    const Work work{.name = "slow", .what = "", .set = "wall"};
    const Asking asking = asking_for(work, sets, "", "");
    const pid_t worker = server.serving.front();
    const double idle_mb = anonymous_mb(worker);
    for (const CameraSet& set : sets) {
        if (set.name == work.set) {
            content.change(set, Content::To::kStore);
        }
    }
    double most_mb = 0;
    SlowReaders slow(server.port, clients, kBytesPerSecond);
    std::atomic<bool> done{false};
    std::uint64_t fast = 0;
    std::string failure;
    std::thread beside([&] {
        try {
            Connections connections(server.port, 8);
            while (!done) {
                fast += connections.run(asking, std::chrono::milliseconds(500), 500).responses;
            }
        } catch (const std::exception& error) {
            failure = error.what();
        }
    });
    slow.begin(asking.requests);
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    auto next = std::chrono::steady_clock::now();
    for (int turn = 0; !slow.everybody_has_one() && next < limit; ++turn) {
        std::this_thread::sleep_until(next += std::chrono::milliseconds(100));
        slow.read();
        if (turn % 10 == 0) {
            const double held_mb =
                static_cast<double>(e2e::unnamed_mapped_bytes(worker, content.store())) / 1048576;
            most_mb = std::max(most_mb, anonymous_mb(worker) - idle_mb + held_mb);
        }
    }
    done = true;
    beside.join();
    content.change_nothing();
    if (!failure.empty()) {
        throw std::runtime_error("beside slow clients: " + failure);
    }
    char value[64];
    std::snprintf(value, sizeof value, "%.1f MB", most_mb);
    std::vector<Finding> findings;
    findings.push_back({"slow",
                        std::to_string(clients) +
                            " clients at 10 KB/s on 40 × 120 KB that change every 3 s: "
                            "memory above idle, replaced pictures included",
                        value, "< 64 MB", most_mb >= kMostMegabytes});
    std::snprintf(value, sizeof value, "%llu of %llu",
                  static_cast<unsigned long long>(slow.whole()),
                  static_cast<unsigned long long>(slow.whole() + slow.damaged()));
    findings.push_back(
        {"slow",
         "their pictures that are whole, by ETag, beside " + std::to_string(fast) + " fast ones",
         value, "all", slow.damaged() > 0 || !slow.everybody_has_one()});
    return findings;
}

}  // namespace livecam::bench
