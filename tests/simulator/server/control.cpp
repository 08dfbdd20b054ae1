// The paths by which tests steer the simulator.
#include <charconv>

#include "tests/simulator/server/simulator.h"

namespace livecam::sim {
namespace {

Reply problem(const std::string& what) {
    return text_reply(400, "text/plain", what + "\n");
}

Reply done(const std::string& json) {
    return text_reply(200, "application/json", json + "\n");
}

std::string known_faults() {
    std::string list;
    for (const FaultName& entry : fault_names()) {
        list += (list.empty() ? "" : ", ") + std::string(entry.name);
    }
    return list;
}

}  // namespace

Reply Simulator::control(const Request& request) {
    if (request.path == "/control/stats") {
        return text_reply(200, "application/json", statistics_.json());
    }
    if (request.path == "/control/reset") {
        statistics_.reset();
        return done("{}");
    }
    if (request.path == "/control/fault") {
        return set_fault(request);
    }
    if (request.path == "/control/pin" || request.path == "/control/unpin") {
        return pin(request);
    }
    return text_reply(404, "text/plain",
                      "control: fault?camera=ID&fault=NAME, pin?camera=ID[&seq=N], "
                      "unpin?camera=ID, stats, reset\n");
}

Reply Simulator::set_fault(const Request& request) {
    const std::string& id = request.parameter("camera");
    const std::string& name = request.parameter("fault");
    const auto fault = fault_named(name);
    if (!fault) {
        return problem("fault: \"" + name + "\" is none of " + known_faults());
    }
    if (id == "*") {
        faults_.clear();
        frozen_.clear();
        flapped_.clear();
        fault_of_all_ = *fault;
    } else if (valid_camera_id(id)) {
        faults_[id] = *fault;
        frozen_.erase(id);
        flapped_.erase(id);
    } else {
        return problem("camera: \"" + id + "\" is neither * nor [A-Za-z0-9._-]{1,64}");
    }
    return done("{\"camera\": \"" + id + "\", \"fault\": \"" + name + "\"}");
}

Reply Simulator::pin(const Request& request) {
    const std::string& id = request.parameter("camera");
    const std::string& text = request.parameter("seq");
    if (!valid_camera_id(id)) {
        return problem("camera: \"" + id + "\" is not [A-Za-z0-9._-]{1,64}");
    }
    std::uint64_t sequence = 0;
    if (request.path == "/control/unpin") {
        gallery_.pin(id, std::nullopt);
        sequence = gallery_.sequence(id);
        return done("{\"camera\": \"" + id + "\", \"seq\": " + std::to_string(sequence) + "}");
    }
    if (text.empty()) {
        sequence = gallery_.sequence(id);
    } else if (std::from_chars(text.data(), text.data() + text.size(), sequence).ptr !=
                   text.data() + text.size() ||
               sequence > 1'000'000'000'000) {
        return problem("seq: \"" + text + "\" is not a number up to 10^12");
    }
    gallery_.pin(id, sequence);
    return done("{\"camera\": \"" + id + "\", \"seq\": " + std::to_string(sequence) + "}");
}

Reply Simulator::wall() const {
    std::string html =
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Simulated cameras</title>"
        "<style>body{background:#14181d;margin:1rem;display:grid;gap:.5rem;"
        "grid-template-columns:repeat(auto-fill,minmax(20rem,1fr))}img{width:100%}</style>";
    for (int i = 0; i < options_.cameras; ++i) {
        const std::string id = std::to_string(i);
        html += "<img loading=\"lazy\" alt=\"camera " + id + "\" src=\"/cam/" + id + ".jpg\">\n";
    }
    return text_reply(200, "text/html; charset=utf-8", html);
}

}  // namespace livecam::sim
