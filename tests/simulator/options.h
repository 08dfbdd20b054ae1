// The command line.
#pragma once

#include <optional>
#include <string>

#include "tests/simulator/server/simulator.h"

namespace livecam::sim {

struct CommandLine {
    SimulatorOptions simulator;
    std::string config_out;
    std::string port_file;
    std::string contact_sheet;
    bool parent_watch = false;
};

/// The options, or the exit code when there is nothing to do: 0 after --help, 2 after a mistake
/// (which has been printed).
struct ParsedLine {
    std::optional<CommandLine> line;
    int exit_code = 0;
};

ParsedLine parse_command_line(int argc, char** argv);

}  // namespace livecam::sim
