#include <exception>

#include "sidecar/app/livecamd.h"
#include "sidecar/ops/log.h"

int main(int argc, char** argv) {
    livecam::app::Arguments arguments;
    int exit_code = 0;
    if (!livecam::app::parse_arguments(argc, argv, arguments, exit_code)) {
        return exit_code;
    }
    try {
        return livecam::app::run(arguments);
    } catch (const std::exception& error) {
        livecam::ops::complain(error.what(), livecam::ops::Severity::kCritical);
        return livecam::app::kExitFailure;
    }
}
