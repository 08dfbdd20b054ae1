#include <algorithm>
#include <cstdio>

#include "tests/bench/serve/findings.h"

namespace livecam::bench {
namespace {

constexpr int kConnections = 64;

double p99(std::vector<double> values) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 99 / 100);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

}  // namespace

std::vector<Finding> measure_tail(Peers& peers, const std::vector<CameraSet>& sets, int rounds) {
    const Work work{.name = "tail", .what = "", .path = "/image/p120k0"};
    const Asking asking = asking_for(work, sets, work.path, "");
    Connections files(peers.find(kStatic)->port, kConnections);
    Connections ours(peers.find(kLivecam)->port, kConnections);
    const LoadResult full = files.run(asking, std::chrono::seconds(1));
    const double rate = static_cast<double>(full.responses) / full.seconds / 2;
    std::vector<double> of_files;
    std::vector<double> of_ours;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        of_files.push_back(p99(files.run(asking, std::chrono::seconds(2), rate).latencies_us));
        of_ours.push_back(p99(ours.run(asking, std::chrono::seconds(2), rate).latencies_us));
        ratios.push_back(of_ours.back() / of_files.back());
    }
    const double ratio = median(ratios);
    char what[128];
    std::snprintf(what, sizeof what, "p99 of 120 KB at half of saturation, %.0f/s, %s %.0f µs",
                  rate, kStatic, median(of_files));
    char value[64];
    std::snprintf(value, sizeof value, "%.0f µs, ratio %.2f", median(of_ours), ratio);
    return {{"tail", what, value, "≤ 1.00", ratio > 1.0}};
}

}  // namespace livecam::bench
