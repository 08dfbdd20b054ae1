#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "sidecar/config/load.h"
#include "sidecar/ctl/doctor/acting_as.h"
#include "sidecar/ctl/doctor/examination.h"
#include "sidecar/ctl/doctor/process.h"

namespace livecam::ctl {
namespace {

constexpr char kCredentials[] = "CREDENTIALS_DIRECTORY";
constexpr char kPackaged[] = "/etc/livecam/cameras.json";

std::string joined(const std::string& a, const std::string& b) {
    return a.empty() || b.empty() ? a + b : a + ": " + b;
}

bool holds_secrets(const config::Config& settings) {
    for (const config::Group& group : settings.groups) {
        for (const config::Camera& camera : group.cameras) {
            const std::size_t host = camera.src.find("://");
            const std::string authority =
                host == std::string::npos
                    ? ""
                    : camera.src.substr(host + 3, camera.src.find('/', host + 3) - host - 3);
            if ((!camera.reach.auth.user.empty() && camera.reach.auth.file.empty()) ||
                authority.find('@') != std::string::npos) {
                return true;
            }
        }
    }
    return false;
}

void look_at_file(Examination& e) {
    struct stat status;
    if (::stat(e.config.c_str(), &status) != 0) {
        return;
    }
    if ((status.st_mode & S_IRWXO) != 0 && holds_secrets(*e.settings)) {
        e.find(e.config, fmt::format("holds passwords and has mode {:04o}", status.st_mode & 07777),
               "chmod o-rwx " + e.config);
    }
    const std::int64_t changed_at =
        std::int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000;
    if (e.daemon && e.daemon->config_read_at != 0 && changed_at > e.daemon->config_read_at) {
        e.find(e.config, "was changed after livecamd read it", "livecamctl reload");
    }
}

}  // namespace

void look_at_config(Examination& e) {
    if (e.config.empty() && ::access(kPackaged, F_OK) == 0) {
        e.config = kPackaged;
    }
    if (e.config.empty()) {
        e.note("no configuration was looked at: name it by --config");
        return;
    }
    if (e.daemon && e.daemon->pid != 0 && std::getenv(kCredentials) == nullptr) {
        const std::string directory = environment_of(e.daemon->pid, kCredentials);
        if (!directory.empty()) {
            ::setenv(kCredentials, directory.c_str(), 0);
        }
    }
    const ActingAs livecamd(e.owner);
    auto settings = config::load(e.config);
    if (!settings) {
        for (const config::Problem& problem : settings.error()) {
            e.find(e.config, joined(problem.pointer, problem.value), problem.rule);
        }
        return;
    }
    for (const std::string& warning : settings->warnings) {
        const std::size_t remedy = warning.rfind("; ");
        e.find(e.config, warning.substr(0, remedy),
               remedy == std::string::npos ? "put it there, or take the setting away"
                                           : warning.substr(remedy + 2));
    }
    e.settings = std::move(*settings);
    look_at_file(e);
}

}  // namespace livecam::ctl
