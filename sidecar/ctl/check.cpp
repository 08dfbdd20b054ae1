#include "sidecar/ctl/check.h"

#include <spdlog/fmt/fmt.h>

#include <chrono>
#include <thread>

#include "shared/store_budget.h"
#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/store_access.h"

namespace livecam::ctl {
namespace {

/// A reload may replace the index under a check; then it begins anew with the new one.
constexpr int kTries = 5;

}  // namespace

bool written_now(const IndexView& index) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return index.sidecar_alive(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()));
}

void let_writer_go_on() {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

int check(const std::string& store) {
    Findings findings;
    Checked checked;
    for (int i = 0; i < kTries; ++i) {
        findings.clear();
        checked = {};
        check_files(store, findings);
        StoreReader reader{store.c_str(), owner_of(store)};
        if (!reader.refresh(1)) {
            findings.push_back({store + "/index",
                                fmt::format("the store {}", to_string(reader.error())),
                                "start livecamd, which makes a new index if this one is bad"});
            break;
        }
        check_index(reader, findings, checked);
        check_frames(reader, findings, checked);
        check_budget(reader, findings, checked);
        if (!reader.index().retired()) {
            break;
        }
        if (i + 1 == kTries) {
            findings.push_back({store + "/index", "is marked as replaced",
                                "restart livecamd, which makes a new one"});
        }
        let_writer_go_on();
    }
    for (const Finding& finding : findings) {
        fmt::print("{}\n", finding.line());
    }
    for (const std::string& note : checked.notes) {
        fmt::print("note: {}\n", note);
    }
    if (findings.empty()) {
        fmt::print("{}: {} paths, {} frames of {}: no fault found\n", store, checked.paths,
                   checked.frames, human_bytes(checked.bytes));
    }
    return findings.empty() ? 0 : 1;
}

}  // namespace livecam::ctl
