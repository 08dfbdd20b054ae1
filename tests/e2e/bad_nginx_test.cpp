// nginx with a configuration that is wrong, and nginx without a store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/e2e/config_text.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class BadNginx : public testing::Test {
  protected:
    /// nginx -t, or nginx itself, with these lines in http {}.
    Finished start(const std::string& http, std::vector<std::string> options = {"-t"}) {
        std::string text = "daemon off;\nload_module " + built("ngx_http_livecam_module.so") +
                           ";\npid " + dir / "nginx.pid" +
                           ";\nevents {}\nhttp {\naccess_log off;\n";
        for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            text += std::string(kind) + "_temp_path " + dir / kind + ";\n";
        }
        write_file(dir / "nginx.conf", text + http + "\n}\n");
        std::vector<std::string> command = nginx_command(dir / "nginx.conf", "stderr");
        command.insert(command.end(), options.begin(), options.end());
        return run(std::move(command));
    }

    /// The lines that say why.
    static std::vector<std::string> reasons(const Finished& done) {
        std::vector<std::string> found;
        for (const std::string& line : done.lines()) {
            if (line.find("[emerg]") != std::string::npos) {
                found.push_back(line);
            }
        }
        return found;
    }

    TempDir dir;
};

TEST_F(BadNginx, AServerWithoutAStore) {
    const Finished done = start("server { listen 127.0.0.1:1; livecam on; }");
    EXPECT_EQ(done.code, 1);
    EXPECT_THAT(
        reasons(done),
        ElementsAre(HasSubstr("livecam is on without a store: add \"livecam_store PATH;\"")));
}

TEST_F(BadNginx, AnUnknownOwner) {
    const Finished done = start("livecam_store /dev/shm/x owner=nobody-we-know;");
    EXPECT_EQ(done.code, 1);
    EXPECT_THAT(reasons(done),
                ElementsAre(HasSubstr("livecam_store: owner \"nobody-we-know\" is not a user of "
                                      "this machine: name the user that livecamd runs as")));
}

TEST_F(BadNginx, AnUnknownParameter) {
    const Finished done = start("livecam_store /dev/shm/x user=root;");
    EXPECT_EQ(done.code, 1);
    EXPECT_THAT(reasons(done), ElementsAre(HasSubstr("invalid parameter \"user=root\": the only "
                                                     "one is owner=USER")));
}

TEST_F(BadNginx, AnUnknownWayToSend) {
    const Finished done = start("livecam_send copy;");
    EXPECT_EQ(done.code, 1);
    EXPECT_THAT(reasons(done), ElementsAre(HasSubstr("invalid value \"copy\"")));
}

TEST_F(BadNginx, TwoStoresInOnePlace) {
    const Finished done = start("livecam_store /dev/shm/x; livecam_store /dev/shm/y;");
    EXPECT_EQ(done.code, 1);
    EXPECT_THAT(reasons(done), ElementsAre(HasSubstr("\"livecam_store\" directive is duplicate")));
}

TEST_F(BadNginx, APortInUse) {
    const StoreDir store;
    const Nginx first(store.path());
    const std::string address = "127.0.0.1:" + std::to_string(first.port());
    const Finished second = start("server { listen " + address + "; }", {"-g", ""});
    EXPECT_EQ(second.code, 1);
    EXPECT_THAT(reasons(second),
                testing::Contains(
                    HasSubstr("bind() to " + address + " failed (98: Address already in use)")));
    EXPECT_EQ(get(first.url("/")).status, 503) << "the first goes on";
}

/// A wall whose store can be taken away and put back.
class NoStore : public testing::Test {
  protected:
    NoStore() {
        write_file(dir / "cameras.json", config_text({{"one", simulator.url("/cam/one.jpg")}}));
        hide();
    }

    void hide() { std::filesystem::rename(store.path(), store.path() + ".away"); }
    void show() { std::filesystem::rename(store.path() + ".away", store.path()); }

    TempDir dir;
    const Simulator simulator{{"--cameras", "1", "--size", "160x100"}};
    const StoreDir store;
};

TEST_F(NoStore, LaterUntilItIsThere) {
    const Nginx nginx(store.path());
    for (const char* path : {"/", "/image/one", "/healthcheck"}) {
        const Response answer = get(nginx.url(path));
        EXPECT_EQ(answer.status, 503) << path;
        EXPECT_EQ(answer.header("retry-after"), "1") << path;
        EXPECT_EQ(answer.header("cache-control"), "no-store") << path;
    }
    show();
    EXPECT_EQ(get(nginx.url("/")).status, 503) << "a directory without an index is no store";
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_picture("/image/one")) << livecamd.log();
    EXPECT_TRUE(until([&] { return get(nginx.url("/image/one")).status == 200; }));
    // Each worker looks for itself, at most every 100 ms.
    EXPECT_TRUE(until([&] { return get(nginx.url("/")).status == 200; }));
}

TEST_F(NoStore, DeclineGoesOnWithoutIt) {
    const Nginx nginx(store.path(), {.server = "livecam_absent decline;"});
    EXPECT_EQ(get(nginx.url("/page.html")).status, 404);
    std::filesystem::create_directory(nginx.directory() + "/html");
    write_file(nginx.directory() + "/html/index.html", "by hand");
    EXPECT_EQ(get(nginx.url("/")).body, "by hand");
    show();
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    EXPECT_TRUE(until([&] { return get(nginx.url("/")).body != "by hand"; }));
    EXPECT_EQ(get(nginx.url("/index.html")).body, "by hand") << "what the store has not, nginx has";
}

TEST_F(NoStore, OfAnotherUserIsRefused) {
    show();
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    const Nginx nginx(store.path(), {.server = "location / { livecam_store " + store.path() +
                                               " owner=daemon; }"});
    EXPECT_EQ(get(nginx.url("/")).status, 503);
    EXPECT_THAT(nginx.log(), AllOf(HasSubstr(store.path()), HasSubstr("daemon")));
}

}  // namespace
}  // namespace livecam::e2e
