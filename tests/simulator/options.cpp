#include "tests/simulator/options.h"

#include <CLI/CLI.hpp>
#include <charconv>

namespace livecam::sim {
namespace {

template <typename Int>
bool whole(std::string_view text, Int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

void parse_interval(const std::string& text, std::chrono::milliseconds& to) {
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const std::string unit = text.substr(digits);
    std::int64_t value = 0;
    if (!whole(std::string_view(text).substr(0, digits), value) ||
        (unit != "ms" && unit != "s" && unit != "m") || value > 1'000'000) {
        throw CLI::ValidationError("--interval", "\"" + text + "\" is not like 500ms, 3s or 1m");
    }
    to = std::chrono::milliseconds{value * (unit == "ms" ? 1 : unit == "s" ? 1000 : 60'000)};
    if (to.count() < 50) {
        throw CLI::ValidationError("--interval", "\"" + text + "\" is below 50ms");
    }
}

void parse_size(const std::string& text, GalleryOptions& to) {
    const auto x = text.find('x');
    const auto fits = [](int v) { return v >= 64 && v <= 4096; };
    if (x == std::string::npos || !whole(std::string_view(text).substr(0, x), to.width) ||
        !whole(std::string_view(text).substr(x + 1), to.height) || !fits(to.width) ||
        !fits(to.height)) {
        throw CLI::ValidationError("--size",
                                   "\"" + text + "\" is not WxH, each from 64 to 4096 pixels");
    }
}

void parse_fault(const std::string& text, std::map<std::string, Fault>& to) {
    const auto equals = std::min(text.find('='), text.size());
    const std::string id = text.substr(0, equals);
    const auto fault =
        fault_named(std::string_view(text).substr(std::min(equals + 1, text.size())));
    if (!fault || (id != "*" && !valid_camera_id(id))) {
        throw CLI::ValidationError("--fault", "\"" + text + "\" is not ID=NAME (see --help)");
    }
    to[id] = *fault;
}

std::string footer() {
    std::string text =
        "Paths:\n"
        "  /cam/<id>.jpg            the camera, with the fault it was given\n"
        "  /good/<id>.jpg           the camera without a fault\n"
        "  /auth/<id>.jpg           Basic authentication, livecam:secret\n"
        "  /fault/<NAME>/<id>.jpg   the camera with this fault\n"
        "  /document/…/<name>       the file <name> of --documents; faults as of a camera <name>\n"
        "  /control/fault?camera=ID&fault=NAME   camera=* for all, fault=none to clear\n"
        "  /control/pin?camera=ID[&seq=N]        holds a camera at one picture; /control/unpin\n"
        "  /control/stats, /control/reset        counters as JSON; zeroes them\n"
        "  /                        all cameras on one page\n"
        "Faults:\n";
    for (const FaultName& entry : fault_names()) {
        std::string line = "  " + std::string(entry.name);
        line.resize(std::max<std::size_t>(line.size() + 1, 19), ' ');
        text += line + std::string(entry.what) + "\n";
    }
    return text;
}

}  // namespace

ParsedLine parse_command_line(int argc, char** argv) {
    CommandLine line;
    SimulatorOptions& simulator = line.simulator;
    std::string interval = "3s";
    std::string size = "960x600";
    std::vector<std::string> faults;
    int scenes = 0;

    CLI::App app{"Simulated mountain webcams on one port, with faults to order.",
                 "livecam-simulator"};
    app.footer(footer());
    app.add_option("--listen", simulator.listen, "Address to listen on [127.0.0.1]");
    app.add_option("--port", simulator.port, "Port; 0 takes a free one [0]");
    app.add_option("--cameras", simulator.cameras, "Cameras, with the ids 0 to N-1 [40]")
        ->check(CLI::Range(1, 100000));
    app.add_option("--scenes", scenes,
                   "Different scenes; cameras beyond share them, each with its own stamp "
                   "[as many as cameras, at most 48]")
        ->check(CLI::Range(1, 4096));
    app.add_option("--interval", interval, "Time between two pictures of a camera [3s]");
    app.add_option("--size", size, "Width and height of the pictures [960x600]");
    app.add_option("--seed", simulator.gallery.seed, "Another number, another wall [1]");
    app.add_option("--fault", faults, "ID=NAME: this camera has this fault from the start")
        ->allow_extra_args(false);
    app.add_option("--documents", simulator.documents,
                   "Directory of /document/; read anew each time");
    app.add_option("--config-out", line.config_out,
                   "Write a livecam configuration with these cameras to this file");
    app.add_option("--port-file", line.port_file, "Write the port to this file");
    app.add_option("--contact-sheet", line.contact_sheet,
                   "Write all scenes to this PNG file and exit");
    app.add_flag("--parent-watch", line.parent_watch, "End when the parent process dies");
    try {
        app.parse(argc, argv);
        parse_interval(interval, simulator.gallery.interval);
        parse_size(size, simulator.gallery);
        for (const std::string& fault : faults) {
            parse_fault(fault, simulator.faults);
        }
    } catch (const CLI::ParseError& error) {
        return {std::nullopt, app.exit(error) == 0 ? 0 : 2};
    }
    simulator.gallery.scenes = scenes > 0 ? scenes : std::min(simulator.cameras, 48);
    return {line, 0};
}

}  // namespace livecam::sim
