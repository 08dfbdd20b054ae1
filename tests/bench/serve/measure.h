// Rounds: every server in turn, again and again, so that what else the machine does meets them all.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/bench/serve/peers.h"
#include "tests/bench/serve/works.h"

namespace livecam::bench {

/// One server's figures for one work, one of each round.
struct Figures {
    std::string server;
    std::vector<double> cpu_us;      // processor time of the serving processes for each request
    std::vector<double> per_second;  // requests, as fast as it could
};

struct WorkResult {
    Work work;
    std::vector<Figures> figures;
    std::string best;  // of work.against, by processor time; empty: none of them was there
    double ratio = 0;  // ours / best: median of the rounds' ratios
    const Figures* find(const std::string& server) const;
    bool missed() const { return work.target > 0 && ratio > work.target; }
};

double median(std::vector<double> values);

struct Rounds {
    int count = 5;
    int seconds = 1;       // of load, for each server
    int milliseconds = 0;  // instead, for our own load
    int connections = 32;
    bool drop = false;    // our own load, which drops bytes in the kernel, instead of wrk
    std::string scratch;  // a file for wrk's script
};

/// Throws std::runtime_error if a server answers wrongly.
WorkResult measure(const Work& work, Peers& peers, Content& content,
                   const std::vector<CameraSet>& sets, const Rounds& rounds);

}  // namespace livecam::bench
