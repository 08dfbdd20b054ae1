// livecamctl top: what it says without a terminal, and how it behaves on one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/painted_store.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/screen.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

/// Cameras by their first word, in the order of the table.
std::vector<std::string> cameras(const std::vector<std::string>& lines) {
    std::vector<std::string> names;
    for (std::size_t i = 3; i < lines.size(); ++i) {
        if (const std::string name = lines[i].substr(0, lines[i].find(' ')); !name.empty()) {
            names.push_back(name);
        }
    }
    return names;
}

TEST(Top, TellsOfARunningWall) {
    Simulator simulator({"--cameras", "3", "--interval", "1s", "--size", "160x100"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
    Nginx nginx(store.path());
    const std::string slug = states(store.path()).begin()->first;
    std::atomic<bool> looking = true;
    std::jthread viewer([&] {
        while (looking) {
            EXPECT_EQ(get(nginx.url("/image/" + slug)).status, 200);
        }
    });
    // Workers tell of looks once a second.
    rapidjson::Document json;
    EXPECT_TRUE(until([&] {
        const Finished done =
            ctl(store.path(), {"top", "--json", "--interval", "1s", "--filter", slug});
        return done.code == 0 && !json.Parse(done.output.c_str()).HasParseError() &&
               json["cameras"].Size() == 1 && json["cameras"][0]["hits_per_second"].GetDouble() > 1;
    }));
    looking = false;
    const auto& camera = json["cameras"][0];
    EXPECT_EQ(camera["camera"].GetString(), slug);
    EXPECT_STREQ(camera["state"].GetString(), "live");
    EXPECT_GT(camera["bytes"].GetUint64(), 100u);
    EXPECT_LT(camera["age_ms"].GetInt64(), 60'000);
    EXPECT_LE(camera["p50_ms"].GetInt64(), camera["p99_ms"].GetInt64());
    EXPECT_TRUE(json["alive"].GetBool());

    const Finished done = ctl(store.path(), {"top", "--interval", "100ms"});
    EXPECT_EQ(done.code, 0);
    ASSERT_THAT(done.lines(), SizeIs(6)) << done.output;
    EXPECT_THAT(done.lines()[0], ContainsRegex("livecamd [0-9.]+, 3 cameras: 3 live$"));
    EXPECT_THAT(done.lines()[1], HasSubstr(" of 512 MiB in "));
    EXPECT_THAT(done.lines()[2],
                ContainsRegex("^CAMERA +STATE +AGE +PERIOD +P50 +P99 +BYTES +HITS/S$"));
    EXPECT_THAT(done.output, Not(HasSubstr("\x1b")));
    EXPECT_EQ(ctl(store.path(), {"top", "--sort", "colour"}).code, 2);
    EXPECT_EQ(ctl(store.path(), {"top", "--interval", "1"}).code, 2);
}

class TopTable : public testing::Test {
  protected:
    TopTable() {
        store.publish("lock", 30'000);
        store.publish("mole", 10'000);
        store.publish("quay", 20'000);
    }
    Finished once(std::vector<std::string> options) const {
        options.insert(options.begin(), {"top", "--once", "--interval", "100ms"});
        return ctl(store.path(), options);
    }
    std::vector<std::string> command(std::vector<std::string> options = {}) const {
        options.insert(options.begin(), {built("livecamctl"), "--store", store.path(), "top",
                                         "--interval", "100ms"});
        return options;
    }

    PaintedStore store{0};
};

TEST_F(TopTable, SortsAndFilters) {
    EXPECT_THAT(cameras(once({"--sort", "camera"}).lines()), ElementsAre("lock", "mole", "quay"));
    EXPECT_THAT(cameras(once({"--sort", "bytes"}).lines()), ElementsAre("lock", "quay", "mole"));
    EXPECT_THAT(cameras(once({"--filter", "o", "--sort", "bytes"}).lines()),
                ElementsAre("lock", "mole"));
    EXPECT_TRUE(
        until([&] { return once({}).output.find("livecamd is dead") != std::string::npos; }));
}

TEST_F(TopTable, IsRefreshedInPlaceAndPutsTheTerminalBack) {
    OnTerminal top(command({"--sort", "camera"}), 12, 100);
    ASSERT_TRUE(top.shows("quay")) << top.screen().text();
    EXPECT_TRUE(top.screen().other_screen());
    EXPECT_FALSE(top.screen().cursor_shown());
    EXPECT_FALSE(top.echoes());
    EXPECT_THAT(cameras(top.screen().lines()), ElementsAre("lock", "mole", "quay"));

    store.publish("anchor", 5 << 20);
    ASSERT_TRUE(top.shows(" 5 MiB")) << top.screen().text();
    EXPECT_THAT(cameras(top.screen().lines()), ElementsAre("anchor", "lock", "mole", "quay"));

    for (const char* column : {"state", "age", "period", "p50", "p99", "bytes"}) {
        top.type("s");
        EXPECT_TRUE(top.shows(std::string("by ") + column)) << top.screen().text();
    }
    EXPECT_THAT(cameras(top.screen().lines()), ElementsAre("anchor", "lock", "quay", "mole"));

    top.resize(5, 75);
    ASSERT_TRUE(top.shows("HITS/S")) << top.screen().text();
    EXPECT_THAT(cameras(top.screen().lines()), ElementsAre("anchor", "lock"))
        << "what there is room for";
    top.type("q");
    EXPECT_EQ(top.wait(), 0);
    EXPECT_FALSE(top.screen().other_screen());
    EXPECT_TRUE(top.screen().cursor_shown());
    EXPECT_TRUE(top.echoes());
    EXPECT_EQ(top.screen().strange(), "");
}

TEST_F(TopTable, PutsTheTerminalBackHoweverItEnds) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        OnTerminal top(command(), 10, 80);
        ASSERT_TRUE(top.shows("quay")) << top.screen().text();
        top.process().signal(signal);
        EXPECT_EQ(top.wait(), 0) << signal;
        EXPECT_FALSE(top.screen().other_screen());
        EXPECT_TRUE(top.screen().cursor_shown());
        EXPECT_TRUE(top.echoes());
    }
    OnTerminal top(command(), 10, 80);
    ASSERT_TRUE(top.shows("quay"));
    top.type("\x03");  // as a person does
    EXPECT_EQ(top.wait(), 0);
    EXPECT_FALSE(top.screen().other_screen());
}

TEST_F(TopTable, GivesTheTerminalBackWhileItIsStopped) {
    OnTerminal top(command(), 10, 80);
    ASSERT_TRUE(top.shows("quay"));
    top.process().signal(SIGTSTP);
    EXPECT_TRUE(until([&] {
        top.read();
        return !top.screen().other_screen() && top.echoes();
    }));
    EXPECT_TRUE(until([&] {
        std::ifstream stat("/proc/" + std::to_string(top.process().pid()) + "/stat");
        std::string pid, name, state;
        stat >> pid >> name >> state;
        return state == "T";
    }));
    top.process().signal(SIGCONT);
    EXPECT_TRUE(until([&] {
        top.read();
        return top.screen().other_screen() && !top.echoes();
    }));
    top.type("q");
    EXPECT_EQ(top.wait(), 0);
}

TEST_F(TopTable, ANameCannotSteerTheTerminal) {
    store.publish("evil\x1b[2J\x1b]0;x\x07\xE5\xB1\xB1", 100);
    store.publish(std::string(300, 'w'), 100);
    OnTerminal top(command(), 10, 80);
    ASSERT_TRUE(top.shows("evil?[2J?]0;x??")) << top.screen().text();
    EXPECT_TRUE(top.shows("quay"));
    top.type("q");
    EXPECT_EQ(top.wait(), 0);
    EXPECT_EQ(top.screen().strange(), "");
}

}  // namespace
}  // namespace livecam::e2e
