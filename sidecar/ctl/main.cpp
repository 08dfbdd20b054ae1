#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "shared/sigbus_guard.h"
#include "sidecar/control/client.h"
#include "sidecar/control/protocol.h"
#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/store_access.h"
#include "sidecar/ctl/top/table.h"

namespace livecam::ctl {
namespace {

int ask(const std::string& store, const char* request) {
    const auto answer = control::ask(store, request);
    if (!answer) {
        return say(answer.error().message);
    }
    std::fputs(answer->c_str(), stdout);
    return answer->find("\"ok\":false") == std::string::npos ? 0 : 1;
}

void add_plan_options(CLI::App& command, PlanOptions& planning) {
    const auto text = [&command](const char* name, std::string& value, const char* what) {
        command.add_option(name, value, what)->option_text("SIZE")->capture_default_str();
    };
    command.add_option("--config", planning.config, "the configuration")
        ->required()
        ->option_text("FILE");
    command.add_option("--workers", planning.workers, "of nginx; default: one for each processor")
        ->option_text("N");
    text("--image-bytes", planning.image_bytes,
         "one picture; default: the average of the store, or 200K");
    text("--held", planning.held, "livecam_held (64M)");
    text("--cache", planning.cache, "livecam_cache (64M)");
    command
        .add_option("--slow-clients", planning.slow_clients, "clients at once that receive slowly")
        ->option_text("N");
    text("--bitrate", planning.bitrate, "bytes a second of a slow client (10000)");
    command.add_flag("--json", planning.json, "as JSON");
}

void add_doctor_options(CLI::App& command, DoctorOptions& asking) {
    command
        .add_option("--config", asking.config,
                    "livecamd's configuration; default: what the running one has")
        ->option_text("FILE");
    command.add_option("--nginx", asking.nginx, "nginx's program; default: the one in PATH")
        ->option_text("FILE");
    command.add_option("--nginx-config", asking.nginx_config, "nginx's configuration, as nginx -c")
        ->option_text("FILE");
    command.add_flag("--json", asking.json, "as JSON");
}

void add_top_options(CLI::App& command, TopOptions& looking) {
    command
        .add_option("--sort", looking.sort, "camera, state, age, period, p50, p99, bytes or hits")
        ->option_text("COLUMN")
        ->check(CLI::IsMember(
            std::vector<std::string>(std::begin(kTopColumns), std::end(kTopColumns))));
    command.add_option("--filter", looking.filter, "cameras or states with this in their name")
        ->option_text("TEXT");
    command.add_option("--interval", looking.interval, "between two looks (2s)")
        ->option_text("TIME");
    command.add_flag("--once", looking.once, "print the table and end");
    command.add_flag("--json", looking.json, "as JSON, one object for each look");
}

int run(int argc, char** argv) {
    CLI::App app{"livecamctl: looks into a livecam store and talks to livecamd"};
    app.set_version_flag("--version", "livecamctl " LIVECAM_VERSION);
    app.require_subcommand(1);
    std::string store = "/dev/shm/livecam";
    CLI::Option* store_option = app.add_option("--store", store, "the store's directory")
                                    ->option_text("DIR")
                                    ->capture_default_str();

    bool json = false;
    std::string path;
    PutOptions putting;
    PlanOptions planning;
    DoctorOptions asking;
    TopOptions looking;
    std::int64_t mtime = 0;
    int code = 0;

    CLI::App* list_command = app.add_subcommand("list", "the paths of the store");
    list_command->add_flag("--json", json, "as JSON");
    list_command->callback([&] { code = list(store, json); });

    CLI::App* get_command = app.add_subcommand("get", "the bytes of a path");
    get_command->add_option("path", path)->required()->option_text("PATH");
    get_command->callback([&] { code = get(store, path); });

    CLI::App* put_command =
        app.add_subcommand("put", "publish a file as a body (while no livecamd runs)");
    put_command->add_option("path", putting.path)->required()->option_text("PATH");
    put_command->add_option("file", putting.file, "- is standard input")
        ->required()
        ->option_text("FILE");
    put_command->add_option("--type", putting.type, "the media type")->option_text("T");
    CLI::Option* mtime_option =
        put_command->add_option("--mtime", mtime, "last change, seconds since the epoch")
            ->option_text("T");
    put_command->callback([&] {
        if (mtime_option->count() > 0) {
            putting.mtime = mtime;
        }
        code = put(store, putting);
    });

    CLI::App* rm_command = app.add_subcommand("rm", "remove a path (while no livecamd runs)");
    rm_command->add_option("path", path)->required()->option_text("PATH");
    rm_command->callback([&] { code = remove(store, path); });

    std::string camera;
    CLI::App* state_command = app.add_subcommand("state", "what livecamd knows of the cameras");
    state_command->add_option("camera", camera, "one camera alone")->option_text("CAMERA");
    state_command->add_flag("--json", json, "as JSON");
    state_command->callback([&] { code = state(store, camera, json); });
    app.add_subcommand("reload", "let livecamd read its configuration again")->callback([&] {
        code = ask(store, control::kReload);
    });

    app.add_subcommand("check", "whether the store is whole; only reads")->callback([&] {
        code = check(store);
    });

    CLI::App* doctor_command =
        app.add_subcommand("doctor", "what is wrong with the set-up, and what to do; only reads");
    add_doctor_options(*doctor_command, asking);
    doctor_command->callback([&] {
        asking.store = store;
        asking.store_named = store_option->count() > 0;
        code = doctor(asking);
    });

    CLI::App* top_command = app.add_subcommand("top", "a table of the cameras, that follows them");
    add_top_options(*top_command, looking);
    top_command->callback([&] { code = top(store, looking); });

    CLI::App* watch_command = app.add_subcommand("watch", "a line for each change of a camera");
    watch_command->add_flag("--json", json, "as JSON, one object a line");
    watch_command->callback([&] { code = watch(store, json); });

    CLI::App* plan_command = app.add_subcommand("plan", "what a configuration needs in memory");
    add_plan_options(*plan_command, planning);
    plan_command->callback([&] {
        planning.store = store_option->count() > 0 ? store : "";
        code = plan(planning);
    });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return code;
}

}  // namespace
}  // namespace livecam::ctl

int main(int argc, char** argv) {
    livecam::sigbus_guard::install();  // whoever writes the store may cut its files under us
    try {
        return livecam::ctl::run(argc, argv);
    } catch (const std::exception& error) {
        return livecam::ctl::say(error.what());
    }
}
