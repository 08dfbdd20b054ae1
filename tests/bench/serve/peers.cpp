#include "tests/bench/serve/peers.h"

#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "tests/e2e/http.h"
#include "tests/e2e/process.h"

namespace livecam::bench {
namespace {

constexpr char kModules[] = "/usr/lib/nginx/modules/";

/// Fresh enough for pictures that change every 3 s.
constexpr char kOpenFileCache[] =
    "open_file_cache max=20000 inactive=60s; open_file_cache_valid 1s;";

struct Absent : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void need(const std::string& file, const std::string& package) {
    if (::access(file.c_str(), R_OK) != 0) {
        throw Absent("install " + package);
    }
}

std::string port_text(const Server& server) {
    return "127.0.0.1:" + std::to_string(server.port);
}

}  // namespace

Peers::Peers(const Content& content, const std::string& directory, const std::string& cores,
             int workers, bool all)
    : content_(content), directory_(directory), cores_(cores), workers_(workers) {
    add(kLivecam, &Peers::livecam);
    add(kStatic, &Peers::sendfile);
    add(kStaticCopy, &Peers::copy);
    if (all) {
        add(kLivecamFile, &Peers::livecam_file);
        add(kProxy, &Peers::proxy);
        add(kLua, &Peers::lua);
        add(kVarnish, &Peers::varnish);
        add(kGo, &Peers::go);
    }
}

void Peers::add(const char* name, Start start) {
    try {
        servers_.push_back((this->*start)());
    } catch (const Absent& absent) {
        missing_.push_back({name, absent.what()});
    }
}

Server* Peers::find(const std::string& name) {
    for (Server& server : servers_) {
        if (server.name == name) {
            return &server;
        }
    }
    return nullptr;
}

std::vector<const Server*> Peers::servers() const {
    std::vector<const Server*> all;
    for (const Server& server : servers_) {
        all.push_back(&server);
    }
    return all;
}

Server Peers::livecam() {
    Server server(kLivecam, "livecam_send mapping (the default)");
    start_nginx(server,
                {.main = "load_module " + e2e::built("ngx_http_livecam_module.so") + ";",
                 .http = "livecam_store " + content_.store() + ";",
                 .server = "livecam on;",
                 .workers = workers_},
                directory_ + "/livecam", directory_, cores_);
    return server;
}

Server Peers::livecam_file() {
    Server server(kLivecamFile, "livecam_send file; sendfile on; tcp_nopush on");
    start_nginx(server,
                {.main = "load_module " + e2e::built("ngx_http_livecam_module.so") + ";",
                 .http = "sendfile on; tcp_nopush on; livecam_store " + content_.store() + ";",
                 .server = "livecam on; livecam_send file;",
                 .workers = workers_},
                directory_ + "/livecam-file", directory_, cores_);
    return server;
}

Server Peers::sendfile() {
    Server server(kStatic, std::string("sendfile on; tcp_nopush on; ") + kOpenFileCache);
    start_nginx(server,
                {.http = "sendfile on; tcp_nopush on; " + std::string(kOpenFileCache),
                 .server = "root " + content_.files() + ";\n" + return_locations(*find(kLivecam)),
                 .workers = workers_},
                directory_ + "/static", directory_, cores_);
    return server;
}

Server Peers::copy() {
    Server server(kStaticCopy,
                  std::string("sendfile off; output_buffers 2 128k; ") + kOpenFileCache);
    start_nginx(server,
                {.http = "sendfile off; output_buffers 2 128k; " + std::string(kOpenFileCache),
                 .server = "root " + content_.files() + ";",
                 .workers = workers_},
                directory_ + "/static-copy", directory_, cores_);
    return server;
}

Server Peers::proxy() {
    Server server(kProxy, std::string("on tmpfs; sendfile on; tcp_nopush on; ") + kOpenFileCache);
    start_nginx(server,
                {.http = "sendfile on; tcp_nopush on; " + std::string(kOpenFileCache) +
                         " proxy_cache_path {DIR}/cache levels=1:2 keys_zone=pictures:16m "
                         "inactive=1h use_temp_path=off;",
                 .server = "location / { proxy_pass http://" + port_text(*find(kStatic)) +
                           "; proxy_cache pictures; proxy_cache_valid 200 1h; }"},
                directory_ + "/proxy", directory_, cores_);
    return server;
}

Server Peers::lua() {
    const std::string modules = kModules;
    need(modules + "ngx_http_lua_module.so", "libnginx-mod-http-lua");
    Server server(kLua, "lua_shared_dict; content_by_lua");
    start_nginx(server,
                {.main = "load_module " + modules + "ndk_http_module.so; load_module " + modules +
                         "ngx_http_lua_module.so;",
                 .http = "lua_shared_dict pictures 32m; client_max_body_size 2m; "
                         "client_body_buffer_size 2m;",
                 .server = R"(location /image/ { content_by_lua_block {
                 local pictures = ngx.shared.pictures
                 if ngx.req.get_method() == "POST" then
                     ngx.req.read_body()
                     assert(pictures:set(ngx.var.uri, ngx.req.get_body_data()))
                     return ngx.exit(204)
                 end
                 local picture = pictures:get(ngx.var.uri)
                 if not picture then return ngx.exit(404) end
                 ngx.header["Content-Length"] = #picture
                 ngx.print(picture)
             } })"},
                directory_ + "/lua", directory_, cores_);
    e2e::Client client;
    for (const int bytes : kPictureBytes) {
        const std::string path = "/image/p" + std::to_string(bytes / 1000) + "k0";
        client.post(server.url(path), e2e::read_file(content_.files() + path));
    }
    return server;
}

Server Peers::varnish() {
    need("/usr/sbin/varnishd", "varnish");
    const std::string home = directory_ + "/varnish";
    std::filesystem::create_directories(home);
    e2e::write_file(home + "/default.vcl",
                    "vcl 4.1; backend files { .host = \"127.0.0.1\"; .port = \"" +
                        std::to_string(find(kStatic)->port) +
                        "\"; } sub vcl_backend_response { set beresp.ttl = 1h; }\n");
    Server server(kVarnish, "-s malloc,256m; ttl 1h");
    // Its jail changes users, and that would make it outlive this program.
    server.port = e2e::free_port();
    server.start({"varnishd", "-j", "none", "-F", "-n", home + "/run", "-f", home + "/default.vcl",
                  "-a", port_text(server), "-s", "malloc,256m", "-p", "timeout_idle=600", "-p",
                  "thread_pools=1", "-p", "thread_pool_min=50"},
                 cores_, home + "/output", "/up");
    return server;
}

Server Peers::go() {
    const std::string program = e2e::built("go/lcc_live_like");
    if (::access(program.c_str(), X_OK) != 0) {
        throw Absent("install golang-go and configure again");
    }
    Server server(kGo, "net/http, one RWMutex for each picture; GOMAXPROCS=1");
    server.port = e2e::free_port();
    server.start({"env", "GOMAXPROCS=1", program, port_text(server), content_.files()}, cores_,
                 directory_ + "/go.output", "/up");
    return server;
}

}  // namespace livecam::bench
