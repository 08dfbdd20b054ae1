// livecam-simulator: see README.md beside this file, or --help.
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <exception>

#include "tests/simulator/options.h"
#include "tests/simulator/scenery/contact_sheet.h"
#include "tests/simulator/wall_config.h"

namespace {

using namespace livecam::sim;

/// The kernel sends SIGTERM when the thread that started us ends (prctl(2), PR_SET_PDEATHSIG).
/// False if the parent was gone before that.
bool watch_parent() {
    const pid_t parent = getppid();
    return prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == parent;
}

/// Where a client on this machine reaches the simulator.
std::string origin_of(const SimulatorOptions& options, unsigned short port) {
    const std::string host = options.listen == "0.0.0.0" ? "127.0.0.1"
                             : options.listen == "::"    ? "[::1]"
                             : options.listen.find(':') != std::string::npos
                                 ? "[" + options.listen + "]"
                                 : options.listen;
    return "http://" + host + ":" + std::to_string(port);
}

int run(const CommandLine& line) {
    const GalleryOptions& gallery = line.simulator.gallery;
    if (!line.contact_sheet.empty()) {
        if (!write_contact_sheet(line.contact_sheet, gallery.seed, gallery.scenes, gallery.width,
                                 gallery.height)) {
            std::fprintf(stderr, "livecam-simulator: cannot write %s\n",
                         line.contact_sheet.c_str());
            return 1;
        }
        return 0;
    }
    if (line.parent_watch && !watch_parent()) {
        return 0;
    }
    Simulator simulator(line.simulator);
    const std::string origin = origin_of(line.simulator, simulator.port());
    if (!line.config_out.empty()) {
        write_atomically(line.config_out,
                         wall_config(origin, line.simulator.cameras, gallery.interval));
    }
    if (!line.port_file.empty()) {
        write_atomically(line.port_file, std::to_string(simulator.port()) + "\n");
    }
    std::printf("listening on %s\n", origin.c_str());
    std::fflush(stdout);
    simulator.run(true);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const ParsedLine parsed = parse_command_line(argc, argv);
    if (!parsed.line) {
        return parsed.exit_code;
    }
    try {
        return run(*parsed.line);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "livecam-simulator: %s\n", error.what());
        return 1;
    }
}
