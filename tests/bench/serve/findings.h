// Measurements that are no row of works.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/serve/report.h"

namespace livecam::bench {

/// p99 of the latency at half the rate at which static files saturate their server; both take
/// turns at the same rate.
std::vector<Finding> measure_tail(Peers& peers, const std::vector<CameraSet>& sets, int rounds);

/// 1,000 clients that read 10 KB/s beside fast ones, while 40 pictures of 120 KB change every 3 s:
/// the worker's memory, and whether everybody got a whole picture. The kernel holds 16 KB for each,
/// so that pictures wait in the worker.
std::vector<Finding> measure_slow(Content& content, const std::vector<CameraSet>& sets,
                                  const std::string& directory, const std::string& core,
                                  int clients);

/// System calls of a worker for each request, by strace, beside those of nginx's `return`.
std::vector<Finding> measure_calls(Peers& peers, const std::vector<CameraSet>& sets,
                                   const std::string& directory);

/// livecamd and nginx with walls that nobody looks at and where nothing changes.
std::vector<Finding> measure_idle(const std::string& directory, const std::string& origin,
                                  const std::vector<int>& cameras, int seconds);

}  // namespace livecam::bench
