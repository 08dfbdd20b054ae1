#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "tests/e2e/certificate.h"
#include "tests/e2e/http.h"
#include "tests/e2e/nginx_user.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

/// Lines of server {} for a port with TLS and HTTP/2.
std::string tls_lines(const std::string& dir, int port, const std::string& listen) {
    const Certificate made = make_certificate(dir);
    return "        listen 127.0.0.1:" + std::to_string(port) + " ssl http2 " + listen +
           ";\n        ssl_certificate " + made.certificate + ";\n        ssl_certificate_key " +
           made.key + ";\n";
}

std::string config(const std::string& dir, const std::string& store, int port, int tls_port,
                   const NginxOptions& options) {
    std::ostringstream text;
    text << (options.daemon ? "" : "daemon off;\n") << "load_module "
         << built("ngx_http_livecam_module.so") << ";\n"
         << options.main << "\n"
         << "worker_processes " << options.workers << ";\n"
         << "pid " << dir << "/nginx.pid;\n"
         << "error_log " << dir << "/error.log notice;\n";
    if (::geteuid() == 0) {
        text << "user " << kWorkerUser << ";\n";
    }
    text << "events { worker_connections " << options.connections << "; }\n"
         << "http {\n"
         << "    access_log off;\n"
         << "    default_type application/octet-stream;\n";
    for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        text << "    " << kind << "_temp_path " << dir << "/" << kind << ";\n";
    }
    text << options.http << "\n"
         << "    livecam_store " << store << ";\n"
         << "    server {\n"
         << "        listen 127.0.0.1:" << port << " " << options.listen << ";\n"
         << (tls_port != 0 ? tls_lines(dir, tls_port, options.listen) : "") << "        root "
         << dir << "/html;\n"
         << "        livecam on;\n"
         << options.server << "\n"
         << "    }\n}\n";
    std::string all = text.str();
    for (auto at = all.find("{DIR}"); at != std::string::npos; at = all.find("{DIR}", at)) {
        all.replace(at, 5, dir);
    }
    return all;
}

bool serious(const std::string& line) {
    for (const char* text : {"[alert]", "[emerg]", "[crit]", "AddressSanitizer", "runtime error:",
                             "LeakSanitizer", "ThreadSanitizer", "exited on signal"}) {
        if (line.find(text) != std::string::npos) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::vector<std::string> nginx_command(const std::string& conf, const std::string& error_log) {
    std::vector<std::string> command = {LIVECAM_NGINX, "-c", conf, "-e", error_log};
    if (const std::string preload = LIVECAM_NGINX_PRELOAD; !preload.empty()) {
        // Debian's nginx has no sanitizer of its own; at its end it frees by exiting.
        command.insert(command.begin(),
                       {"env", "LD_PRELOAD=" + preload, "ASAN_OPTIONS=detect_leaks=0"});
    }
    return command;
}

Nginx::Nginx(const std::string& store, NginxOptions options) : port_(free_port()) {
    while (options.tls && (tls_port_ == 0 || tls_port_ == port_)) {
        tls_port_ = free_port();
    }
    write_file(dir_ / "nginx.conf", config(dir_.path(), store, port_, tls_port_, options));
    if (options.daemon) {
        // So that a master whose parent ends becomes a child of the test.
        ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    }
    process_ = Process(nginx_command(dir_ / "nginx.conf", dir_ / "error.log"), dir_ / "output");
    if (options.daemon && process_.wait() == 0 &&
        until([this] { return !read_file(dir_ / "nginx.pid").empty(); })) {
        process_ = Process::adopt(std::stoi(read_file(dir_ / "nginx.pid")));
    }
    const std::string probe = options.listen.find("ssl") != std::string::npos ? "https" : "http";
    const bool up = until([&] {
        return !process_.running() ||
               (workers().size() >= static_cast<std::size_t>(options.workers) &&
                get(probe + "://127.0.0.1:" + std::to_string(port_) + "/").error == 0);
    });
    if (!up || !process_.running()) {
        throw std::runtime_error("nginx does not start: " + log() + read_file(dir_ / "output"));
    }
}

Nginx::~Nginx() {
    process_.signal(SIGQUIT);
    if (!process_.wait(std::chrono::seconds(10))) {
        process_.signal(SIGTERM);
        process_.wait(std::chrono::seconds(10));
    }
    std::istringstream lines(log());
    for (std::string line; std::getline(lines, line);) {
        const bool allowed = std::any_of(
            allowed_.begin(), allowed_.end(),
            [&](const std::string& text) { return line.find(text) != std::string::npos; });
        if (serious(line) && !allowed) {
            ADD_FAILURE() << "error.log: " << line;
        }
    }
}

std::string Nginx::url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::string Nginx::https_url(const std::string& path) const {
    return "https://127.0.0.1:" + std::to_string(tls_port_) + path;
}

void Nginx::reload() {
    const std::vector<pid_t> before = workers();
    process_.signal(SIGHUP);
    const bool taken_over = until([&] {
        const std::vector<pid_t> now = workers();
        return std::any_of(now.begin(), now.end(), [&](pid_t pid) {
            return std::find(before.begin(), before.end(), pid) == before.end();
        });
    });
    if (!taken_over) {
        throw std::runtime_error("nginx does not reload: " + log());
    }
}

void Nginx::upgrade() {
    const auto new_master = [this]() -> pid_t {
        const std::string text = read_file(dir_ / "nginx.pid");
        const pid_t pid = text.empty() ? 0 : std::stoi(text);
        return pid != process_.pid() && children_of(pid).size() > 0 ? pid : 0;
    };
    process_.signal(SIGUSR2);
    if (!until([&] { return new_master() != 0; })) {
        throw std::runtime_error("nginx does not upgrade: " + log());
    }
    Process fresh = Process::adopt(new_master());
    const std::vector<pid_t> before = workers();
    process_.signal(SIGWINCH);
    const bool gone = until([&] {
        const std::vector<pid_t> now = workers();
        return std::none_of(now.begin(), now.end(), [&](pid_t pid) {
            return pid != fresh.pid() &&
                   std::find(before.begin(), before.end(), pid) != before.end();
        });
    });
    process_.signal(SIGQUIT);
    if (!gone || process_.wait() != 0) {
        throw std::runtime_error("the old master stays: " + log());
    }
    process_ = std::move(fresh);
}

}  // namespace livecam::e2e
