// Where nginx is, and what it says of itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sidecar/ctl/doctor/examination.h"
#include "sidecar/ctl/doctor/nginx_config.h"

namespace livecam::ctl {

struct Nginx {
    std::string program;
    std::string build;                  // `nginx -V`
    std::vector<Directive> directives;  // of its whole configuration
    pid_t master = 0;                   // that runs; 0: none, or not seen
    uid_t started_as = 0;               // by whom it runs, or would run
};

/// Finds nginx and asks it for its configuration; nullopt after a finding or a note.
std::optional<Nginx> ask_nginx(Examination& e);

}  // namespace livecam::ctl
