// What is asked for: each work is one row of the README's table.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/serve/content.h"
#include "tests/bench/serve/load.h"

namespace livecam::bench {

enum class Protocol { kHttp, kTls, kHttp2 };

struct Work {
    std::string name;    // for --work
    std::string what;    // in words
    std::string path{};  // of one picture or page; empty: of `set`
    std::vector<std::string> fields{};
    std::string method = "GET";
    long status = 200;
    bool conditional = false;  // with the server's own ETag
    Protocol protocol = Protocol::kHttp;
    std::string set{};      // name of a CameraSet
    bool zipf = false;      // else all cameras alike
    bool changing = false;  // each gets a new picture every 3 s
    int workers = 1;
    std::string return_path{};  // where "nginx return" says the same; empty: nowhere
    bool everybody = false;     // beside all peers, not only static files and `return`
    double target = 0;          // ours / the best of `against`; 0: none
    std::vector<std::string> against{};
};

/// All of them, in the order of the table.
std::vector<Work> all_works();

/// The sets that these works need.
std::vector<CameraSet> camera_sets(const std::vector<Work>& works);

/// Requests for one server: its own ETag if the work is conditional.
Asking asking_for(const Work& work, const std::vector<CameraSet>& sets, const std::string& path,
                  const std::string& etag);

}  // namespace livecam::bench
