// What `livecamctl doctor` looks at, part by part, and what one part learns for the next. Nothing
// here writes into the store, and nothing is started but nginx, to ask it for its configuration.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/store_reader.h"
#include "sidecar/config/config.h"
#include "sidecar/ctl/finding.h"

namespace livecam::ctl {

/// The livecamd that answers, as it says itself.
struct Daemon {
    std::string version;
    pid_t pid = 0;                // 0: not a process that this one can see
    std::int64_t config_read_at;  // ms since the epoch
    std::size_t cameras = 0;
};

struct Examination {
    // What was asked.
    std::string store;
    std::string config;        // empty: livecamd's
    std::string nginx;         // the program; empty: the one in PATH
    std::string nginx_config;  // empty: nginx's own

    // What was learned, in the order of the parts.
    uid_t owner = 0;  // of the store
    const IndexView* index = nullptr;
    std::optional<Daemon> daemon{};
    std::optional<config::Config> settings{};

    // What is to be said.
    Findings findings{};
    std::vector<std::string> notes{};  // what was not looked at, and what could be better

    void find(std::string thing, std::string problem, std::string remedy) {
        findings.push_back({std::move(thing), std::move(problem), std::move(remedy)});
    }
    void note(std::string text) { notes.push_back(std::move(text)); }
};

/// The directory: memory, owner, modes, groups. False if there is none.
bool look_at_store(Examination& e);

/// The index's layout and heartbeat, the control socket, versions, limits of the process.
void look_at_livecamd(Examination& e, const StoreReader& reader);

/// Whether livecamd's user can read it and all that it names, and whether it is what livecamd runs
/// with.
void look_at_config(Examination& e);

/// The budget against what file system, machine and control group have; huge pages.
void look_at_memory(Examination& e);

/// Module, directives, and whether its workers may enter the store.
void look_at_nginx(Examination& e);

/// Times in the store that have not come yet.
void look_at_clock(Examination& e);

}  // namespace livecam::ctl
