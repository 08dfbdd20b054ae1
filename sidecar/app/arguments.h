// livecamd's command line.
#pragma once

#include <string>

namespace livecam::app {

struct Arguments {
    std::string config;       // --config FILE
    std::string store;        // --store DIR: instead of store.path
    std::string html;         // --html DIR: instead of the built-in html/
    bool dev = false;         // --dev: follow html, cache nothing
    bool check_only = false;  // --check
};

/// Exit codes of livecamd.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailure = 1;  // the store, the system
inline constexpr int kExitConfig = 2;   // the command line or the configuration

/// Parses the command line. For --help, --version and mistakes it prints what is to be said and
/// returns false with the code to exit with.
bool parse_arguments(int argc, char** argv, Arguments& arguments, int& exit_code);

}  // namespace livecam::app
