#include "sidecar/ctl/doctor/nginx_files.h"

#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "sidecar/ctl/doctor/nginx_binary.h"
#include "sidecar/ctl/doctor/process.h"
#include "sidecar/ctl/doctor/program.h"
#include "sidecar/ctl/printable.h"

namespace livecam::ctl {
namespace {

/// What nginx says first of why it would not start: "date [emerg] pid#tid: message".
std::string first_error(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t level = line.find("[emerg] ");
        const std::size_t message = line.find(": ", level == line.npos ? 0 : level);
        if (level != line.npos && message != line.npos) {
            return printable(line.substr(message + 2));
        }
    }
    return {};
}

/// The module that nginx complains of, else where it looks for ours.
std::string module_path(const std::string& error, const std::string& build) {
    constexpr std::string_view before = "module \"";
    if (error.starts_with(before)) {
        return error.substr(before.size(), error.find('"', before.size()) - before.size());
    }
    return configured(build, "--modules-path") + "/ngx_http_livecam_module.so";
}

/// Whether it was built for another nginx; says so.
bool foreign_module(Examination& e, const std::string& module, const std::string& nginx) {
    const Build theirs = read_build(module);
    const Build ours = read_build(nginx);
    if (theirs.signature.empty() || ours.signature.empty()) {
        return false;
    }
    const std::string remedy =
        fmt::format("install the module of that nginx, or build it with -DNGINX_BINARY={}", nginx);
    if (!theirs.version.empty() && !ours.version.empty() && theirs.version != ours.version) {
        e.find(module,
               fmt::format("was built for nginx {}, {} is nginx {}", theirs.version, nginx,
                           ours.version),
               remedy);
        return true;
    }
    if (theirs.signature != ours.signature) {
        e.find(module,
               fmt::format("was built for an nginx configured otherwise: its signature is {}, that "
                           "of {} is {}",
                           theirs.signature, nginx, ours.signature),
               remedy);
        return true;
    }
    return false;
}

void say_why_not(Examination& e, const Nginx& nginx, const Answer& answer) {
    const std::string error = first_error(answer.errors);
    const bool foreign = foreign_module(e, module_path(error, nginx.build), nginx.program);
    if (::geteuid() != 0 && error.find("Permission denied") != std::string::npos) {
        e.note("nginx's configuration was not looked at (" + error + "): that takes root");
    } else if (!foreign) {
        e.find(nginx.program, error.empty() ? fmt::format("-T ended with {}", answer.code) : error,
               "mend its configuration; nginx -t says more");
    }
}

/// The running master, by the pid file that the configuration names.
pid_t master_of(const Nginx& nginx) {
    const auto named = directives(nginx.directives, "pid");
    std::string file = named.empty() || named[0].words.size() < 2
                           ? configured(nginx.build, "--pid-path")
                           : named[0].words[1];
    if (!file.starts_with('/')) {
        file = configured(nginx.build, "--prefix") + "/" + file;
    }
    const pid_t pid = std::atoi(read_small(file).c_str());
    return pid > 0 && process_name(pid).starts_with("nginx") ? pid : 0;
}

}  // namespace

std::optional<Nginx> ask_nginx(Examination& e) {
    Nginx nginx;
    nginx.program = find_program(e.nginx.empty() ? "nginx" : e.nginx);
    if (nginx.program.empty()) {
        if (e.nginx.empty()) {
            e.note("no nginx is installed here: name it by --nginx");
        } else {
            e.find(e.nginx, "is no program", "name nginx by --nginx");
        }
        return std::nullopt;
    }
    std::vector<std::string> command = {nginx.program, "-V"};
    if (const auto version = run_program(command)) {
        nginx.build = version->errors;  // that is where it prints it
    }
    command = {nginx.program, "-T"};
    if (!e.nginx_config.empty()) {
        command.insert(command.end(), {"-c", e.nginx_config});
    }
    const auto dump = run_program(command);
    if (!dump) {
        e.find(nginx.program, std::strerror(errno), "name nginx by --nginx");
        return std::nullopt;
    }
    if (dump->code != 0) {
        say_why_not(e, nginx, *dump);
        return std::nullopt;
    }
    nginx.directives = parse_nginx_config(dump->output);
    nginx.master = master_of(nginx);
    nginx.started_as = process_user(nginx.master).value_or(::geteuid());
    return nginx;
}

}  // namespace livecam::ctl
