#include <spdlog/fmt/fmt.h>

#include <filesystem>

#include "sidecar/config/load.h"
#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/doctor/examination.h"
#include "sidecar/ctl/printable.h"
#include "sidecar/json_writer.h"

namespace livecam::ctl {
namespace {

/// The part after it is not looked at where one takes away what the next would look at.
void examine(Examination& e) {
    const bool there = look_at_store(e);
    StoreReader reader{e.store.c_str(), e.owner};
    if (there) {
        reader.refresh(1);  // the time only paces retries, and there are none here
        look_at_livecamd(e, reader);
    }
    look_at_config(e);
    if (there) {
        look_at_memory(e);
        look_at_clock(e);
        look_at_nginx(e);
    }
}

void print_json(const Examination& e) {
    JsonWriter json;
    json.begin_object();
    json.boolean("ok", e.findings.empty());
    json.text("store", e.store);
    json.begin_array("findings");
    for (const Finding& finding : e.findings) {
        json.begin_object();
        json.text("thing", finding.thing);
        json.text("problem", finding.problem);
        json.text("remedy", finding.remedy);
        json.end_object();
    }
    json.end_array();
    json.begin_array("notes");
    for (const std::string& note : e.notes) {
        json.text(note);
    }
    json.end_array();
    json.end_object();
    fmt::print("{}\n", json.take());
}

void print_lines(const Examination& e) {
    for (const Finding& finding : e.findings) {
        fmt::print("{}\n", printable(finding.line()));
    }
    for (const std::string& note : e.notes) {
        fmt::print("note: {}\n", printable(note));
    }
    if (e.findings.empty()) {
        fmt::print("{}: nothing wrong found\n", e.store);
    }
}

}  // namespace

int doctor(const DoctorOptions& options) {
    Examination e{options.store, options.config, options.nginx, options.nginx_config};
    if (!options.config.empty() && !options.store_named) {
        if (const auto settings = config::load(options.config)) {
            e.store = settings->store.path;
        }
    }
    examine(e);
    options.json ? print_json(e) : print_lines(e);
    return e.findings.empty() ? 0 : 1;
}

}  // namespace livecam::ctl
