// Another program's answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace livecam::ctl {

struct Answer {
    int code = -1;  // exit code; 128 + n after signal n
    std::string output;
    std::string errors;
};

/// Runs it with standard input from /dev/null, for at most 20 s, and keeps at most 16 MiB of each
/// stream; nullopt with errno if it cannot be started.
std::optional<Answer> run_program(const std::vector<std::string>& arguments);

/// Its path, looked up in $PATH and where daemons are; empty if there is none.
std::string find_program(const std::string& name);

}  // namespace livecam::ctl
