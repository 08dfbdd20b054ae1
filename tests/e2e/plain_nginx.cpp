#include "tests/e2e/plain_nginx.h"

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "tests/e2e/http.h"
#include "tests/e2e/nginx_user.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {

PlainNginx::PlainNginx(const Certificates& certificates, const std::vector<std::string>& names,
                       const std::vector<std::string>& plain_listen) {
    std::filesystem::create_directory(dir_ / "www");
    std::ostringstream text;
    text << "daemon off;\nworker_processes 1;\npid " << dir_ / "pid"
         << ";\n"
         << (::geteuid() == 0 ? std::string("user ") + kWorkerUser + ";\n" : "")
         << "events { worker_connections 256; }\nhttp {\n    types { image/jpeg jpg; }\n"
         << "    log_format camera \"$uri $server_protocol $status $server_addr\";\n"
         << "    access_log " << dir_ / "access.log"
         << " camera;\n    root " << dir_ / "www"
         << ";\n";
    for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        text << "    " << kind << "_temp_path " << dir_ / kind << ";\n";
    }
    for (const std::string& name : names) {
        const int port = ports_[name] = free_port();
        text << "    server {\n        listen 127.0.0.1:" << port << " ssl http2;\n"
             << "        ssl_certificate " << certificates.certificate(name)
             << ";\n        ssl_certificate_key " << certificates.key(name) << ";\n    }\n";
    }
    ports_[""] = free_port();
    text << "    server {\n        listen 127.0.0.1:" << ports_[""] << ";\n";
    for (const std::string& address : plain_listen) {
        text << "        listen " << address << ":" << ports_[""] << ";\n";
    }
    text << "    }\n}\n";
    write_file(dir_ / "nginx.conf", text.str());
    process_ = Process(nginx_command(dir_ / "nginx.conf", dir_ / "error.log"), dir_ / "output");
    const bool up = until([this] { return !process_.running() || get(url("", "")).error == 0; });
    if (!up || !process_.running()) {
        throw std::runtime_error("nginx does not start: " + read_file(dir_ / "error.log") +
                                 read_file(dir_ / "output"));
    }
}

PlainNginx::~PlainNginx() {
    process_.signal(SIGTERM);
    process_.wait();
}

void PlainNginx::put(const std::string& name, const std::string& content) {
    write_file(dir_ / "new", content);
    std::filesystem::rename(dir_ / "new", dir_ / ("www/" + name));
}

std::string PlainNginx::url(const std::string& certificate, const std::string& file) const {
    return std::string(certificate.empty() ? "http" : "https") +
           "://127.0.0.1:" + std::to_string(ports_.at(certificate)) + "/" + file;
}

std::vector<std::string> PlainNginx::accesses(const std::string& file) const {
    std::vector<std::string> found;
    std::istringstream lines(read_file(dir_ / "access.log"));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("/" + file + " ")) {
            found.push_back(line.substr(file.size() + 2));
        }
    }
    return found;
}

}  // namespace livecam::e2e
