#include "sidecar/app/arguments.h"

#include <CLI/CLI.hpp>

namespace livecam::app {

bool parse_arguments(int argc, char** argv, Arguments& arguments, int& exit_code) {
    CLI::App app{"livecamd: fetches camera pictures and publishes them for nginx"};
    app.set_version_flag("--version", "livecamd " LIVECAM_VERSION);
    app.add_option("--config", arguments.config, "the wall's configuration")
        ->required()
        ->option_text("FILE");
    app.add_option("--store", arguments.store, "the store's directory, instead of store.path")
        ->option_text("DIR");
    CLI::Option* html = app.add_option("--html", arguments.html,
                                       "templates and files, instead of the built-in ones")
                            ->option_text("DIR");
    app.add_flag("--dev", arguments.dev,
                 "for those who edit --html: shows what is saved at once, without caching")
        ->needs(html);
    app.add_flag("--check", arguments.check_only, "validate the configuration and exit");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        exit_code = app.exit(error) == 0 ? kExitOk : kExitConfig;
        return false;
    }
    return true;
}

}  // namespace livecam::app
