// What `livecamctl check` looks at, part by part. Nothing here writes into the store.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/store_reader.h"
#include "sidecar/ctl/finding.h"

namespace livecam::ctl {

/// What was counted on the way, and what could not be compared.
struct Checked {
    std::uint64_t paths = 0;
    std::uint64_t frames = 0;
    std::uint64_t bytes = 0;
    std::vector<std::string> notes{};
};

/// Owners, modes and kinds of the directory and of what has a name in it. Needs no index.
void check_files(const std::string& store, Findings& findings);

/// The index: preamble, geometry, and every entry by its key.
void check_index(const StoreReader& reader, Findings& findings, Checked& checked);

/// The frames that entries refer to, by length and hash, and the names nothing refers to.
void check_frames(const StoreReader& reader, Findings& findings, Checked& checked);

/// What the entries' frames take, against the summary's count and budget.
void check_budget(const StoreReader& reader, Findings& findings, Checked& checked);

/// Whether a livecamd writes the store right now: then what it is at the middle of is no fault.
bool written_now(const IndexView& index);

/// Waits for the end of what a writer is at the middle of, which takes it microseconds.
void let_writer_go_on();

/// Looks again so often before it is a fault that two things disagree under a running writer.
inline constexpr int kLooks = 10;

}  // namespace livecam::ctl
