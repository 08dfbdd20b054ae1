// Credentials are sent to the camera and are nowhere else: not in what the programs write, answer,
// publish or are called with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

namespace fs = std::filesystem;

// One for each way in; all hold the same word.
constexpr char kWord[] = "Hu5h";

class Secrets : public testing::Test {
  protected:
    void show(const std::string& where, const std::string& text) {
        looked_at_ += text.empty() ? 0 : 1;
        const std::size_t at = text.find(kWord);
        if (at != std::string::npos) {
            ADD_FAILURE() << where << " shows " << text.substr(at < 40 ? 0 : at - 40, 100);
        }
    }

    void show_files(const std::string& directory) {
        for (const auto& entry : fs::recursive_directory_iterator(directory)) {
            if (entry.is_regular_file()) {
                show(entry.path(), read_file(entry.path()));
            }
        }
    }

    int looked_at_ = 0;
};

TEST_F(Secrets, AreNowhere) {
    TempDir dir;
    Simulator simulator{{"--cameras", "1", "--interval", "1s", "--size", "160x100"}};
    StoreDir store;
    const std::string host = simulator.url("").substr(std::string("http://").size());
    const std::string good = "http://livecam:secret@" + host;
    write_file(dir / "file", "viewer:Hu5h-file\n");
    const std::string key = R"("headers": {"X-Key": "Hu5h-header"})";
    const std::vector<CameraText> cameras = {
        {"address", "http://viewer:Hu5h-address@" + host + "/auth/a.jpg"},
        {"escaped", "http://viewer:%48u5h%2Descaped@" + host + "/auth/b.jpg"},
        {"user", "http://Hu5h-user@" + host + "/auth/c.jpg"},
        {"auth", simulator.url("/auth/d.jpg"),
         R"("auth": {"user": "viewer", "password": "Hu5h-auth", "scheme": "basic"})"},
        {"digest", simulator.url("/auth/e.jpg"),
         R"("auth": {"user": "viewer", "password": "Hu5h-digest", "scheme": "digest"})"},
        {"file", simulator.url("/auth/f.jpg"), R"("credentials_file": "file")"},
        {"header", simulator.url("/cam/g.jpg"), key},
        {"proxy", simulator.url("/cam/h.jpg"),
         R"("proxy": "http://viewer:Hu5h-proxy@127.0.0.1:1")"},
        {"socks", simulator.url("/cam/i.jpg"),
         R"("proxy": "socks5h://viewer:Hu5h-socks@)" + host + "\""},
        {"query", simulator.url("/cam/j.jpg?password=Hu5h-query")},
        {"nowhere", "http://viewer:Hu5h-dns@no.such.host.invalid/k.jpg"},
        {"redirect", "http://viewer:Hu5h-redirect@" + host + "/fault/redirect-file/l.jpg"},
        {"garbage", "http://viewer:Hu5h-garbage@" + host + "/fault/garbage-header/m.jpg"},
        {"good", good + "/auth/n.jpg", key + R"(, "synopticStid": "ALTA")"},
    };
    // Keys of feeds: in an address where nothing is, where the answer is no JSON, and of a host
    // that is not there.
    write_file(dir / "key", "Hu5h-key\n");
    const std::string keyed = R"(", "interval": "1s", "key_file": "key"})";
    const std::string sections =
        R"("site": {"legacy_ids": true}, "log": {"level": "trace", "summary_interval": "1s"},
           "fetch": {"interval": "200ms", "max_backoff": "1s", "per_host": 16, "timeout": "2s"},
           "feeds": {"udot": {"url": ")" +
        simulator.url("/document/nothing") + keyed + R"(, "synoptic": {"url": ")" +
        simulator.url("/fault/html/9.jpg") + keyed +
        R"(, "uac": {"region": "salt-lake", "url": ")" +
        R"(http://viewer:Hu5h-feed@no.such.host.invalid/", "interval": "1s"}})";
    const auto write_config = [&](const std::string& log_format) {
        std::string text = sections;
        const std::string level = R"("level": )";
        text.insert(text.find(level), R"("format": ")" + log_format + R"(", )");
        write_file(dir / "cameras.json", config_text(cameras, text));
    };
    write_config("text");
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    ASSERT_TRUE(livecamd.wait_picture("/image/good")) << livecamd.log();
    Nginx nginx(store.path());
    std::map<std::string, CameraStatus> now;
    ASSERT_TRUE(until([&] {
        now = states(store.path());
        return now["address"].failures >= 3 && now["proxy"].failures >= 3 &&
               now["nowhere"].failures >= 1 && now["redirect"].failures >= 1;
    }));
    EXPECT_EQ(now["address"].reason, "unauthorized");
    for (const char* feed : {"udot_roads", "synoptic", "uac"}) {
        EXPECT_TRUE(until([&] {
            return livecamd.log().find("feed fails feed=" + std::string(feed)) != std::string::npos;
        })) << feed
            << livecamd.log();
    }
    // The same once more as JSON, from the first failure on.
    write_config("json");
    EXPECT_EQ(ctl(store.path(), {"reload"}).code, 0);
    ASSERT_TRUE(until([&] {
        return livecamd.log().find(R"("message":"asked","camera":"address")") != std::string::npos;
    }));

    for (const char* command : {"state", "list", "reload"}) {
        show(command, ctl(store.path(), {command}).output);
    }
    show("list --json", ctl(store.path(), {"list", "--json"}).output);
    // livecamd tells nobody of what it refuses either.
    for (const char* bad :
         {R"({"name": "A", "src": "viewer:Hu5h-1@host"})",
          R"({"name": "A", "src": "http://h/", "auth": "viewer:Hu5h-2"})",
          R"({"name": "A", "src": "http://h/", "auth": {"user": "v", "password": ["Hu5h-3"]}})",
          R"({"name": "A", "src": "http://h/", "auth": {"user": "v", "password": "Hu5h-4\n"}})",
          R"({"name": "A", "src": "http://h/", "headers": {"X": "Hu5h-5\n"}})",
          R"({"name": "A", "src": "http://h/", "header": {"X": "Hu5h-6"}})",
          R"({"name": "A", "src": "http://h/", "proxy": "v:Hu5h-7@proxy"})",
          R"({"name": "A", "src": "http://h/", "credentials_file": "v:Hu5h-8"})"}) {
        write_file(dir / "bad.json",
                   R"({"groups": [{"id": "g", "cameras": [)" + std::string(bad) + "]}]}");
        const Finished check = run({built("livecamd"), "--config", dir / "bad.json", "--check"});
        EXPECT_EQ(check.code, 2) << bad;
        show("--check", check.output);
    }
    write_file(dir / "cameras.json", read_file(dir / "bad.json"));
    show("refused reload", ctl(store.path(), {"reload"}).output);

    for (const char* path : {"/", "/.json", "/wall", "/wall.json", "/healthcheck", "/_/version",
                             "/_/metrics", "/api/state.json", "/sitemap.xml"}) {
        show(path, get(nginx.url(path)).body);
    }
    for (const CameraText& camera : cameras) {
        for (const std::string& path :
             {"/camera/" + camera.name, "/camera/" + camera.name + ".json",
              "/image/" + camera.name}) {
            const Response answer = get(nginx.url(path), {"Accept-Encoding: identity"});
            std::string text = answer.body;
            for (const auto& [name, value] : answer.headers) {
                text += name + ": " + value + "\n";
            }
            show(path, text);
        }
    }
    show_files(store.path());
    show_files(nginx.directory());
    const std::string process = "/proc/" + std::to_string(livecamd.process().pid());
    show("its command line", read_file(process + "/cmdline"));
    show("its environment", read_file(process + "/environ"));
    livecamd.process().signal(SIGTERM);
    EXPECT_EQ(livecamd.process().wait(), 0);
    show("the log", livecamd.log());
    EXPECT_GT(looked_at_, 60);
}

}  // namespace
}  // namespace livecam::e2e
