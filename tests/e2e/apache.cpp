#include "tests/e2e/apache.h"

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "tests/e2e/http.h"
#include "tests/e2e/nginx_user.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

std::string config(const std::string& dir, int port) {
    const std::string modules = "/usr/lib/apache2/modules/";
    return "ServerRoot \"" + dir +
           "\"\nServerName 127.0.0.1\nListen 127.0.0.1:" + std::to_string(port) + "\nPidFile \"" +
           dir + "/apache.pid\"\nDefaultRuntimeDir \"" + dir + "\"\nLoadModule mpm_event_module " +
           modules + "mod_mpm_event.so\nLoadModule authz_core_module " + modules +
           "mod_authz_core.so\nLoadModule mime_module " + modules +
           "mod_mime.so\n"
           "TypesConfig /dev/null\n"
           "AddType image/jpeg .jpg\nAddType image/png .png\nAddType image/gif .gif\n"
           "AddType image/webp .webp\n"
           "BufferedLogs Off\nErrorLog \"" +
           dir +
           "/error.log\"\n"
           "LogFormat \"%m|%U|%>s|%{If-None-Match}i|%{If-Modified-Since}i|\" camera\n"
           "CustomLog \"" +
           dir + "/access.log\" camera\nDocumentRoot \"" + dir + "/www\"\n";
}

/// apache2 gives up root by forking; as one process of that user it ends when the test does.
std::vector<std::string> command(const std::string& conf) {
    std::vector<std::string> words;
    if (::geteuid() == 0) {
        words = {"setpriv",   "--reuid",        kWorkerUser,   "--regid",
                 kWorkerUser, "--clear-groups", "--pdeathsig", "KILL"};
    }
    words.insert(words.end(), {"/usr/sbin/apache2", "-X", "-f", conf});
    return words;
}

}  // namespace

Apache::Apache(std::string more) : port_(free_port()) {
    constexpr std::string_view kDir = "@dir@";
    for (std::size_t at = 0; (at = more.find(kDir, at)) != std::string::npos;) {
        more.replace(at, kDir.size(), dir_.path());
    }
    std::filesystem::create_directory(dir_ / "www");
    write_file(dir_ / "apache.conf", config(dir_.path(), port_) + more);
    if (::geteuid() == 0) {
        run({"chown", "-R", std::string(kWorkerUser) + ":", dir_.path()});
    }
}

void Apache::put(const std::string& name, const std::string& content) {
    write_file(dir_ / "new", content);
    std::filesystem::rename(dir_ / "new", file(name));
}

void Apache::put_beside(const std::string& name, const std::string& content) {
    write_file(dir_ / name, content);
}

std::string Apache::url(const std::string& name) const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/" + name;
}

void Apache::start() {
    process_ = Process(command(dir_ / "apache.conf"), dir_ / "output");
    const bool up = until([this] { return !process_.running() || get(url("")).status != 0; });
    if (!up || !process_.running()) {
        throw std::runtime_error("apache2 does not start: " + read_file(dir_ / "output") +
                                 read_file(dir_ / "error.log"));
    }
}

void Apache::stop() {
    process_.signal(SIGTERM);
    if (!process_.wait()) {
        throw std::runtime_error("apache2 does not stop");
    }
}

std::vector<Access> Apache::accesses(const std::string& name) const {
    std::vector<Access> found;
    std::istringstream lines(read_file(dir_ / "access.log"));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        Access access;
        for (std::string* field : {&access.method, &access.path, &access.status,
                                   &access.if_none_match, &access.if_modified_since}) {
            std::getline(fields, *field, '|');
        }
        if (access.path == "/" + name) {
            found.push_back(access);
        }
    }
    return found;
}

}  // namespace livecam::e2e
