#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "shared/layout.h"
#include "sidecar/ctl/doctor/acting_as.h"
#include "sidecar/ctl/doctor/examination.h"
#include "sidecar/ctl/doctor/nginx_binary.h"
#include "sidecar/ctl/doctor/nginx_files.h"
#include "sidecar/ctl/doctor/process.h"

namespace livecam::ctl {
namespace {

struct Workers {
    uid_t user = 0;
    gid_t group = static_cast<gid_t>(-1);
    std::string name;
};

/// ngx_core_module: `user name [group]`, the group being called as the user where it is not named;
/// without root it means nothing.
Workers workers_of(const Nginx& nginx) {
    if (nginx.started_as != 0) {
        return {nginx.started_as, static_cast<gid_t>(-1), user_name(nginx.started_as)};
    }
    const auto named = directives(nginx.directives, "user");
    std::string name = configured(nginx.build, "--user");
    std::string group = configured(nginx.build, "--group");
    if (!named.empty() && named[0].words.size() > 1) {
        name = named[0].words[1];
        group = named[0].words.size() > 2 ? named[0].words[2] : name;
    }
    name = name.empty() ? "nobody" : name;
    const passwd* user = ::getpwnam(name.c_str());
    const ::group* found = ::getgrnam(group.empty() ? name.c_str() : group.c_str());
    return {user != nullptr ? user->pw_uid : 0,
            found != nullptr ? found->gr_gid : static_cast<gid_t>(-1), name};
}

std::string store_of(const Nginx& nginx, const Directive& directive) {
    std::string path = directive.words.size() > 1 ? directive.words[1] : "";
    while (path.size() > 1 && path.ends_with('/')) {
        path.pop_back();
    }
    return path.starts_with('/') ? path : configured(nginx.build, "--prefix") + "/" + path;
}

bool same_directory(const std::string& a, const std::string& b) {
    std::error_code error;
    return a == b || std::filesystem::equivalent(a, b, error);
}

void look_at_owner(Examination& e, const Nginx& nginx, const Directive& directive) {
    std::string name = user_name(nginx.started_as);
    for (const std::string& word : directive.words) {
        name = word.starts_with("owner=") ? word.substr(6) : name;
    }
    const std::string owner = user_name(e.owner);
    if (name != owner) {
        e.find("livecam_store " + e.store,
               fmt::format("expects it to belong to {}, it belongs to {}", name, owner),
               fmt::format("livecam_store {} owner={};", e.store, owner));
    }
}

/// False if nginx does not serve this store.
bool look_at_directives(Examination& e, const Nginx& nginx) {
    const auto stores = directives(nginx.directives, "livecam_store");
    if (stores.empty()) {
        e.find("nginx's configuration", "names no store",
               fmt::format("livecam_store {} owner={};", e.store, user_name(e.owner)));
        return false;
    }
    const Directive* ours = nullptr;
    for (const Directive& directive : stores) {
        ours = same_directory(store_of(nginx, directive), e.store) ? &directive : ours;
    }
    if (ours == nullptr) {
        e.find("livecam_store " + store_of(nginx, stores[0]),
               "is not the store that was looked at, " + e.store,
               fmt::format("livecam_store {} owner={};, or --store for livecamd", e.store,
                           user_name(e.owner)));
        return false;
    }
    look_at_owner(e, nginx, *ours);
    bool on = false;
    for (const Directive& directive : directives(nginx.directives, "livecam")) {
        on = on || (directive.words.size() > 1 && directive.words[1] == "on");
    }
    if (!on) {
        e.find("nginx's configuration", "turns livecam on nowhere",
               "livecam on; in the server that is to show the wall");
    }
    return true;
}

void look_at_entry(Examination& e, const Workers& workers) {
    const ActingAs worker(workers.user, workers.group);
    if (!worker.done()) {
        e.note(
            fmt::format("whether nginx's workers ({}) may enter the store was not tried: that "
                        "takes root",
                        workers.name));
        return;
    }
    const auto closed = [&](const std::string& path, const char* what, const std::string& remedy) {
        e.find(path,
               fmt::format("nginx's workers ({}) may not {} it: {}", workers.name, what,
                           std::strerror(errno)),
               remedy);
    };
    if (const std::string directory = closed_directory(e.store); !directory.empty()) {
        closed(directory, "enter",
               directory == e.store ? fmt::format("chgrp it to their group, chmod 2750 {}", e.store)
                                    : "chmod o+x " + directory);
        return;
    }
    const std::string begin = e.store + "/";
    const std::string remedy = "make its group theirs, and its mode as livecamctl check wants it";
    if (!Fd{::open((begin + layout::kIndexName).c_str(), O_RDONLY | O_CLOEXEC)} &&
        errno == EACCES) {
        closed(begin + layout::kIndexName, "read", remedy);
    }
    if (::faccessat(AT_FDCWD, (begin + layout::kFramesName).c_str(), X_OK, AT_EACCESS) != 0 &&
        errno == EACCES) {
        closed(begin + layout::kFramesName, "enter", remedy);
    }
    if (!Fd{::open((begin + layout::kDemandName).c_str(), O_RDWR | O_CLOEXEC)} && errno == EACCES) {
        closed(begin + layout::kDemandName, "write",
               remedy + "; without it idle cameras stay idle");
    }
}

void look_at_master(Examination& e, const Nginx& nginx) {
    if (nginx.master == 0) {
        e.note("no nginx runs with this configuration, or its pid file is another");
        return;
    }
    const std::string name = fmt::format("nginx (pid {})", nginx.master);
    if (runs_replaced_file(nginx.master, "ngx_http_livecam_module.so")) {
        e.find(name, "runs a module that was replaced since it started, and a reload keeps it",
               fmt::format("a binary upgrade (kill -USR2 {0}; kill -QUIT {0}) or a restart",
                           nginx.master));
    }
}

}  // namespace

void look_at_nginx(Examination& e) {
    const auto nginx = ask_nginx(e);
    if (nginx && look_at_directives(e, *nginx)) {
        look_at_entry(e, workers_of(*nginx));
        look_at_master(e, *nginx);
    }
}

}  // namespace livecam::ctl
