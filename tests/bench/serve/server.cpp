#include "tests/bench/serve/server.h"

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "tests/e2e/http.h"
#include "tests/e2e/nginx_user.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/temp_dir.h"
#include "tests/e2e/wait.h"

namespace livecam::bench {

Server::~Server() {
    // Never SIGKILL first: nginx's workers would outlive their master.
    process_.signal(SIGTERM);
    process_.wait(std::chrono::seconds(10));
}

std::string Server::url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port) + path;
}

void Server::start(std::vector<std::string> command, const std::string& cores,
                   const std::string& log, const std::string& path) {
    std::vector<std::string> all = {"setpriv", "--pdeathsig", "TERM", "taskset", "-c", cores};
    all.insert(all.end(), command.begin(), command.end());
    process_ = e2e::Process(std::move(all), log);
    const bool up =
        e2e::until([&] { return !process_.running() || e2e::get(url(path)).status == 200; });
    if (!up || !process_.running()) {
        throw std::runtime_error(name + " does not start: " + e2e::read_file(log));
    }
    log_ = log;
    find_serving();
}

double Server::cpu_s() const {
    try {
        return bench::cpu_s(serving);
    } catch (const std::exception& error) {
        throw std::runtime_error(name + ": " + error.what() + ": " + e2e::read_file(log_));
    }
}

void Server::find_serving() {
    const bool named = e2e::until([&] {
        serving.clear();
        for (const pid_t child : e2e::children_of(process_.pid())) {
            const std::string said = e2e::read_file("/proc/" + std::to_string(child) + "/cmdline");
            if (said.find("nginx: master") != std::string::npos) {
                return false;  // it has not named itself yet
            }
            // nginx's cache manager and loader serve nobody, and the loader ends after a minute.
            if (said.find("nginx: cache") == std::string::npos) {
                serving.push_back(child);
            }
        }
        return true;
    });
    if (!named || serving.empty()) {
        serving = {process_.pid()};
    }
}

void start_nginx(Server& server, const NginxText& text, const std::string& directory,
                 const std::string& certificate, const std::string& cores) {
    std::filesystem::create_directories(directory);
    server.port = e2e::free_port();
    do {
        server.tls_port = e2e::free_port();
    } while (server.tls_port == server.port);
    std::ostringstream conf;
    conf << "daemon off;\n"
         << text.main << "\nworker_processes " << text.workers << ";\npid {DIR}/pid;\n"
         << "error_log {DIR}/error.log notice;\n"
         << (::geteuid() == 0 ? std::string("user ") + e2e::kWorkerUser + ";\n" : "")
         << "worker_rlimit_nofile 16384;\n"
         << "events { worker_connections 4096; }\n"
         << "http {\n    access_log off;\n    default_type image/jpeg;\n"
         << "    keepalive_requests 1000000000;\n    keepalive_timeout 600;\n"
         << "    ssl_certificate " << certificate << "/cert.pem;\n    ssl_certificate_key "
         << certificate << "/key.pem;\n    ssl_protocols TLSv1.3;\n";
    for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        conf << "    " << kind << "_temp_path {DIR}/" << kind << ";\n";
    }
    conf << text.http << "\n    server {\n        listen 127.0.0.1:" << server.port << " "
         << text.listen << ";\n        listen 127.0.0.1:" << server.tls_port << " ssl http2;\n"
         << text.server << "\n        location = /up { return 200; }\n    }\n}\n";
    std::string all = conf.str();
    for (auto at = all.find("{DIR}"); at != std::string::npos; at = all.find("{DIR}", at)) {
        all.replace(at, 5, directory);
    }
    e2e::write_file(directory + "/nginx.conf", all);
    server.start(e2e::nginx_command(directory + "/nginx.conf", directory + "/error.log"), cores,
                 directory + "/output", "/up");
}

}  // namespace livecam::bench
