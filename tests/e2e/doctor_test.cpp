// livecamctl doctor: says nothing of a set-up in which nothing is wrong, and finds each fault that
// is planted into it, with a remedy.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <functional>
#include <thread>

#include "shared/store_writer.h"
#include "tests/e2e/doctor_wall.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

struct Fault {
    const char* name;
    std::function<void()> plant, mend;
    std::string finding;               // an extended regular expression
    std::vector<std::string> options;  // of doctor
};

class Doctor : public testing::Test {
  protected:
    static void SetUpTestSuite() { wall = std::make_unique<DoctorWall>(); }
    static void TearDownTestSuite() { wall.reset(); }

    static bool healthy() { return wall->doctor().code == 0; }

    /// What livecamd mends by itself within seconds is planted again until it was seen.
    static void expect(const Fault& fault) {
        SCOPED_TRACE(fault.name);
        Finished found;
        EXPECT_TRUE(until([&] {
            fault.plant();
            found = wall->doctor(fault.options);
            return found.code == 1 && testing::Value(found.output, ContainsRegex(fault.finding));
        })) << found.output;
        for (const std::string& line : found.lines()) {
            if (!line.starts_with("note: ")) {
                EXPECT_THAT(line, ContainsRegex("^[^ ].*: .*: .*")) << "thing, problem, remedy";
            }
        }
        fault.mend();
        EXPECT_TRUE(until(healthy)) << wall->doctor().output;
    }

    static std::string path(const char* name) { return wall->store.path() + "/" + name; }
    static void mode(const std::string& file, mode_t mode) {
        ASSERT_EQ(::chmod(file.c_str(), mode), 0) << file;
    }
    /// A module of that name whose bytes differ in one place.
    static std::string module(const std::string& name, const std::string& old,
                              const std::string& text) {
        write_file(wall->dir / name,
                   replaced(read_file(built("ngx_http_livecam_module.so")), old, text));
        return wall->dir / name;
    }

    static std::unique_ptr<DoctorWall> wall;
};

std::unique_ptr<DoctorWall> Doctor::wall;

TEST_F(Doctor, SaysNothingOfAHealthySetUp) {
    const Finished done = wall->doctor();
    EXPECT_EQ(done.code, 0) << done.output;
    EXPECT_THAT(done.output, HasSubstr(wall->store.path() + ": nothing wrong found\n"));
    for (const std::string& line : done.lines()) {
        EXPECT_THAT(line, ContainsRegex("nothing wrong found|^note: .*huge pages")) << done.output;
    }
    rapidjson::Document json;
    json.Parse(wall->doctor({"--json"}).output.c_str());
    ASSERT_FALSE(json.HasParseError());
    EXPECT_TRUE(json["ok"].GetBool());
    EXPECT_TRUE(json["findings"].Empty());
}

TEST_F(Doctor, FindsWhatIsWrongWithTheStore) {
    const std::string store = wall->store.path();
    const std::string parent = fs::path(store).parent_path();
    const bool root = ::geteuid() == 0;
    for (const Fault& fault : std::vector<Fault>{
             {"others may look in",
              [&] { mode(store, 02755); },
              [&] { mode(store, 02750); },
              store + ": has mode 2755: .*: chmod g-w,o-rwx ",
              {}},
             {"nginx may not enter",
              [&] { mode(root ? store : parent, root ? 02700 : 0); },
              [&] { mode(root ? store : parent, root ? 02750 : 0755); },
              root ? store + ": nginx's workers \\(www-data\\) may not enter it: Permission denied"
                   : store + ": Permission denied: is --store right",
              {}},
             {"nginx may not get there",
              [&] { mode(parent, 0700); },
              [&] { mode(parent, 0755); },
              root ? parent + ": nginx's workers .* may not enter it: .*: chmod o\\+x " : "",
              {}},
             {"the index is closed",
              [&] { mode(path("index"), 0600); },
              [&] { mode(path("index"), 0640); },
              "/index: has mode 0600, not 0640: chmod 640 ",
              {}},
             {"demand is gone",
              [&] { fs::remove(path("demand")); },
              [] {},
              "/demand: No such file or directory: start livecamd",
              {}},
             {"the socket is gone",
              [&] { fs::remove(path("control")); },
              [] {},
              "/control: control: no livecamd answers in .*: restart livecamd",
              {}},
         }) {
        if (!fault.finding.empty()) {
            expect(fault);
        }
    }
    const Finished elsewhere = ctl("/sys", {"doctor", "--nginx", "/nowhere/nginx"});
    EXPECT_EQ(elsewhere.code, 1);
    EXPECT_THAT(elsewhere.output, HasSubstr("/sys: is on a file system of type 0x62656572, not on "
                                            "a tmpfs: mount a tmpfs there"));
    EXPECT_THAT(elsewhere.output, HasSubstr("/nowhere/nginx: is no program: "));
}

TEST_F(Doctor, FindsWhatIsWrongWithTheConfiguration) {
    const std::string config = wall->config();
    const auto reload = [] { EXPECT_EQ(ctl(wall->store.path(), {"reload"}).code, 0); };
    const auto write_again = [&] {
        wall->write_config();
        reload();
    };
    const std::string key = wall->dir / "udot.key";
    const std::string password = wall->dir / "two.password";
    for (const Fault& fault : std::vector<Fault>{
             {"not JSON",
              [&] { write_file(config, "{\"groups\": "); },
              write_again,
              config + ": .*: .*",
              {}},
             {"an unknown setting",
              [&] { write_file(config, replaced(read_file(config), "interval", "intervall")); },
              write_again,
              "/fetch/intervall: ",
              {}},
             {"changed and not reloaded",
              [&] { wall->write_config(); },
              reload,
              config + ": was changed after livecamd read it: livecamctl reload",
              {}},
             {"a budget that the tmpfs has not",
              [&] { wall->write_config("1000G"); },
              write_again,
              wall->store.path() +
                  ": its file system has .*, store.max_bytes and index need 1000.0 GiB",
              {}},
             {"a budget that the machine has not",
              [&] { wall->write_config("1000G"); },
              write_again,
              "store.max_bytes: is 1000 GiB, this machine has .* of memory: lower it",
              {}},
             {"passwords for everybody",
              [&] { mode(config, 0644); },
              [&] { mode(config, 0600); },
              config + ": holds passwords and has mode 0644: chmod o-rwx ",
              {}},
             {"a credentials file for everybody",
              [&] { mode(password, 0644); },
              [&] { mode(password, 0600); },
              "two.password.* may be read by others: chmod 600 it",
              {}},
             {"no credentials file",
              [&] { fs::rename(password, password + ".away"); },
              [&] { fs::rename(password + ".away", password); },
              "/groups/0/cameras/1/credentials_file: .*two.password",
              {}},
             {"a key file for everybody",
              [&] { mode(key, 0644); },
              [&] { mode(key, 0600); },
              "udot.key.* may be read by others: chmod 600 it",
              {}},
             {"no key file",
              [&] { fs::remove(key); },
              [&] {
                  write_file(key, "abc\n");
                  mode(key, 0600);
              },
              "feeds.udot is off: there is no key_file .*udot.key.*: ",
              {}},
         }) {
        expect(fault);
    }
    EXPECT_THAT(wall->doctor().output, Not(HasSubstr("secret")));
}

TEST_F(Doctor, FindsWhatIsWrongWithNginx) {
    const std::string store = wall->store.path();
    const auto with = [](const std::string& old, const std::string& text) {
        return std::vector<std::string>{"--nginx-config", wall->nginx_config(old, text)};
    };
    const std::string so = built("ngx_http_livecam_module.so");
    const std::string foreign = module("foreign.so", "8,4,8,0", "8,4,8,1");
    const auto expect_config = [&](const char* name, const std::string& finding,
                                   const std::string& old, const std::string& text) {
        expect({name, [] {}, [] {}, finding, with(old, text)});
    };
    expect_config("another store", "livecam_store /dev/shm/other: is not the store",
                  "livecam_store " + store, "livecam_store /dev/shm/other");
    expect_config("no store", "livecam is on without a store: add .*: mend its configuration",
                  "livecam_store " + store + ";", "");
    expect_config("another owner",
                  "livecam_store " + store + ": expects it to belong to daemon, it belongs to ",
                  "livecam_store " + store, "livecam_store " + store + " owner=daemon");
    expect_config("not on", "nginx's configuration: turns livecam on nowhere: ", "livecam on",
                  "livecam off");
    expect_config("not valid", "unknown directive \"livecam_shop\"", "livecam_store",
                  "livecam_shop");
    expect_config(
        "a module for another nginx",
        foreign + ": was built for an nginx configured otherwise: its signature is 8,4,8,1", so,
        foreign);
    write_file(foreign, replaced(read_file(foreign), "\",nginx=\"1.", "\",nginx=\"9."));
    expect_config("a module for another version",
                  foreign + ": was built for nginx 9[0-9.]*, .* is nginx 1", so, foreign);
}

TEST_F(Doctor, FindsThatNginxStillRunsTheOldModule) {
    const std::string installed = wall->dir / "installed/ngx_http_livecam_module.so";
    fs::create_directory(wall->dir / "installed");
    fs::copy_file(built("ngx_http_livecam_module.so"), installed);
    std::string text = read_file(wall->nginx_config());
    text = replaced(text, built("ngx_http_livecam_module.so"), installed);
    text = replaced(text, "/nginx.pid", "/second.pid");
    const std::size_t listen = text.find("listen 127.0.0.1:");
    text.replace(listen, text.find(';', listen) - listen, "listen unix:" + wall->dir / "socket");
    const std::string config = wall->dir / "second.conf";
    write_file(config, text);
    Process second(nginx_command(config, wall->dir / "second.log"), wall->dir / "second.out");
    ASSERT_TRUE(until([] { return !read_file(wall->nginx->directory() + "/second.pid").empty(); }))
        << read_file(wall->dir / "second.log");

    EXPECT_EQ(wall->doctor({"--nginx-config", config}).code, 0);
    fs::copy_file(built("ngx_http_livecam_module.so"), installed + ".new");
    fs::rename(installed + ".new", installed);
    const Finished found = wall->doctor({"--nginx-config", config});
    EXPECT_EQ(found.code, 1);
    EXPECT_THAT(found.output, ContainsRegex("nginx \\(pid [0-9]+\\): runs a module that was "
                                            "replaced since it started, .*: a binary upgrade"));
    second.signal(SIGQUIT);
    EXPECT_EQ(second.wait(), 0);
}

TEST_F(Doctor, FindsWhatNoCameraIsToBlameFor) {
    wall->simulator.fault("*", "500");
    EXPECT_TRUE(until([] {
        return testing::Value(wall->doctor().output,
                              ContainsRegex("cameras: all 3 fail, 3 of them with [a-z_]+: look"));
    })) << wall->doctor().output;
    wall->simulator.fault("*", "none");
    EXPECT_TRUE(until(healthy)) << wall->doctor().output;
}

TEST_F(Doctor, FindsThatLivecamdIsDead) {
    wall->livecamd->process().kill();
    EXPECT_TRUE(until([] {
        return testing::Value(
            wall->doctor({"--config", wall->config()}).output,
            ContainsRegex(
                "livecamd's last heartbeat was [0-9]+ s ago, the limit is 3 s: start livecamd"));
    })) << wall->doctor().output;
    wall->livecamd->start();
    EXPECT_TRUE(until(healthy)) << wall->doctor().output;
}

/// A livecamd of another version, of which there is only the control socket.
class OtherLivecamd {
  public:
    explicit OtherLivecamd(const std::string& store)
        : listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        (store + "/control").copy(name.sun_path, sizeof name.sun_path - 1);
        EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&name), sizeof name), 0);
        EXPECT_EQ(::chmod(name.sun_path, 0600), 0);
        EXPECT_EQ(::listen(listener_.get(), 1), 0);
        thread_ = std::thread([this] {
            const Fd client{::accept(listener_.get(), nullptr, nullptr)};
            char request[64];
            EXPECT_GT(::recv(client.get(), request, sizeof request, 0), 0);
            constexpr std::string_view answer = R"({"version":"9.9.9","pid":1,"cameras":[]})";
            EXPECT_EQ(::send(client.get(), answer.data(), answer.size(), MSG_NOSIGNAL),
                      static_cast<ssize_t>(answer.size()));
        });
    }
    ~OtherLivecamd() { thread_.join(); }

  private:
    Fd listener_;
    std::thread thread_;
};

TEST(DoctorAlone, FindsAnotherVersionAnOlderLayoutAndAClockThatWasSetBack) {
    const StoreDir store;
    StoreOptions options;
    options.path = store.path();
    options.layout_minor = 0;
    auto writer = StoreWriter::open(options);
    ASSERT_TRUE(writer);
    writer->beat();
    Descriptor next;
    next.kind = Kind::kFrames;
    next.checked_at = std::int64_t{::time(nullptr) + 3600} * 1000;
    writer->publish_kind(*writer->ensure("/image/one"), next);
    const OtherLivecamd livecamd(store.path());
    const Finished found = ctl(store.path(), {"doctor", "--nginx", "/nowhere/nginx"});
    EXPECT_EQ(found.code, 1);
    EXPECT_THAT(found.output,
                ContainsRegex("livecamd: is version 9.9.9, this livecamctl is [0-9.]+: "
                              "restart livecamd after an upgrade"));
    EXPECT_THAT(found.output, HasSubstr("/index: has layout 1.0, this livecamctl knows 1.1: "));
    EXPECT_THAT(found.output,
                ContainsRegex("clock: is 3[56][0-9][0-9] s behind the newest look at a "
                              "camera: it was set back.*: "));
}

TEST(DoctorAlone, FindsThatLivecamdMayNotOpenEnoughFiles) {
    const DoctorWall wall({"prlimit", "--nofile=69:69"});
    const Finished found = wall.doctor();
    EXPECT_EQ(found.code, 1);
    EXPECT_THAT(found.output, ContainsRegex("livecamd \\(pid [0-9]+\\): may have 69 files open, 3 "
                                            "cameras may need 70: LimitNOFILE=70"));
}

}  // namespace
}  // namespace livecam::e2e
