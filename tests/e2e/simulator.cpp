#include <stdexcept>

#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {

Simulator::Simulator(std::vector<std::string> options) : config_(dir_ / "cameras.json") {
    std::vector<std::string> arguments = {built("livecam-simulator"), "--port-file", dir_ / "port",
                                          "--config-out", config_};
    arguments.insert(arguments.end(), options.begin(), options.end());
    process_ = Process(std::move(arguments), dir_ / "log");
    const bool up = until([this] {
        return !process_.running() ||
               (!read_file(dir_ / "port").empty() && !read_file(config_).empty());
    });
    if (!up || !process_.running()) {
        throw std::runtime_error("the simulator does not start: " + read_file(dir_ / "log"));
    }
    port_ = std::stoi(read_file(dir_ / "port"));
}

std::string Simulator::url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
}

void Simulator::fault(const std::string& camera, const std::string& name) const {
    const Response answer = get(url("/control/fault?camera=" + camera + "&fault=" + name));
    if (answer.status != 200) {
        throw std::runtime_error("the simulator knows no fault " + name + ": " + answer.body);
    }
}

}  // namespace livecam::e2e
