// What /proc tells of another process.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace livecam::ctl {

/// The whole of a file below /proc or /sys, at most 1 MiB; empty if it may not be read.
std::string read_small(const std::string& path);

/// Its name, as in ps(1); empty if there is no such process.
std::string process_name(pid_t pid);

/// Who it runs as; nullopt if there is no such process.
std::optional<uid_t> process_user(pid_t pid);

/// How many descriptors it may have open (RLIMIT_NOFILE, soft).
std::optional<std::uint64_t> open_files_limit(pid_t pid);

/// Whether it runs code from a file of that name whose name now leads to another file.
bool runs_replaced_file(pid_t pid, const std::string& name);

/// The smallest memory.max of its control group (v2) and of those above it, and which one it is.
struct MemoryLimit {
    std::uint64_t bytes = 0;
    std::string group;
};
std::optional<MemoryLimit> memory_limit(pid_t pid);

/// The value of an environment variable it was started with; empty without it.
std::string environment_of(pid_t pid, const std::string& name);

}  // namespace livecam::ctl
