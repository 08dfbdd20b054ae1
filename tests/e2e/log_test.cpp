// livecamd's log as its readers get it: a terminal or file, systemd's journal, a program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr char kText[] =
    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z livecamd "
    "(debug|info|warning|error|critical): [ -~]+";

class LogTest : public testing::Test {
  protected:
    /// `log`: members of the section.
    void write_config(const std::vector<std::string>& faults, const std::string& log) {
        std::vector<CameraText> cameras;
        for (std::size_t i = 0; i < faults.size(); ++i) {
            cameras.push_back(
                {"cam" + std::to_string(i),
                 simulator.url("/fault/" + faults[i] + "/" + std::to_string(i) + ".jpg")});
        }
        cameras.push_back({"good", simulator.url("/cam/7.jpg")});
        write_file(config, config_text(cameras, R"("log": {)" + log + R"(}, "fetch":
            {"interval": "200ms", "max_backoff": "1s", "timeout": "1s", "per_host": 16})"));
    }
    void start(std::vector<std::string> wrapper = {}) {
        livecamd = std::make_unique<Livecamd>(config, store.path(), std::vector<std::string>{},
                                              std::move(wrapper));
        ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
    }
    void stop() {
        livecamd->process().signal(SIGTERM);
        ASSERT_EQ(livecamd->process().wait(), 0) << livecamd->log();
    }
    std::vector<std::string> lines(const std::string& with = "") const {
        std::vector<std::string> found;
        std::istringstream stream(livecamd->log());
        for (std::string line; std::getline(stream, line);) {
            if (line.find(with) != std::string::npos) {
                found.push_back(line);
            }
        }
        return found;
    }
    bool wait_failures(const std::string& camera, unsigned times) {
        return until([&] { return status_of(store.path(), camera).failures >= times; });
    }

    TempDir dir;
    Simulator simulator{{"--cameras", "8", "--interval", "1s", "--size", "160x100"}};
    StoreDir store;
    std::string config = dir / "cameras.json";
    std::unique_ptr<Livecamd> livecamd;
};

const std::vector<std::string> kFaults = {"500",           "garbage-header", "html", "truncated",
                                          "redirect-file", "reset",          "401"};

TEST_F(LogTest, EachEventIsOneLineOfKnownShape) {
    write_config(kFaults, R"("level": "trace", "summary_interval": "1s")");
    ASSERT_NO_FATAL_FAILURE(start());
    ASSERT_TRUE(wait_failures("cam0", 3));
    ASSERT_TRUE(until([&] { return !lines(" info: summary ").empty(); }));
    stop();
    for (const std::string& line : lines()) {
        EXPECT_TRUE(std::regex_match(line, std::regex(kText))) << line;
    }
    EXPECT_THAT(lines("warning: camera fails camera=cam0 reason=server_error failures=1 detail="),
                SizeIs(1));
    EXPECT_THAT(lines(" debug: asked camera=good result=changed status=200 bytes="),
                Not(SizeIs(0)));
    EXPECT_THAT(lines(), Contains(HasSubstr(" info: first round ended live=")));
    EXPECT_THAT(lines(" info: summary ").front(),
                testing::ContainsRegex("live=[01] cameras=8 changed=[0-9]+ unchanged=[0-9]+ "
                                       "failed=[0-9]+"));
}

TEST_F(LogTest, IsJsonOnDemandAndAReloadChangesIt) {
    write_config(kFaults, R"("level": "debug", "format": "json", "summary_interval": "1s")");
    ASSERT_NO_FATAL_FAILURE(start());
    ASSERT_TRUE(wait_failures("cam0", 3));
    ASSERT_TRUE(until([&] { return !lines(R"("message":"summary","live":)").empty(); }));
    std::set<std::string> levels;
    for (const std::string& line : lines()) {
        rapidjson::Document document;
        ASSERT_FALSE(document.Parse(line.c_str()).HasParseError()) << line;
        levels.insert(document["level"].GetString());
        EXPECT_TRUE(document.HasMember("time")) << line;
        EXPECT_TRUE(document.HasMember("message")) << line;
    }
    EXPECT_THAT(levels, testing::ElementsAre("debug", "info", "warning"));
    EXPECT_THAT(lines(R"("message":"camera fails","camera":"cam0","reason":"server_error",)"
                      R"("failures":1,"detail":")"),
                SizeIs(1));

    write_config(kFaults, R"("level": "error", "format": "text")");
    EXPECT_EQ(ctl(store.path(), {"reload"}).code, 0);
    const std::size_t before = lines().size();
    write_file(config, "{");
    EXPECT_EQ(ctl(store.path(), {"reload"}).code, 1);
    ASSERT_GT(lines().size(), before);
    EXPECT_THAT(lines().back(), HasSubstr(" livecamd error: reload refused"));
    EXPECT_THAT(lines(" livecamd debug: "), SizeIs(0));
    EXPECT_THAT(lines(" livecamd info: "), SizeIs(0));
}

// $JOURNAL_STREAM is believed only if it names standard error: a service's child may have another.
TEST_F(LogTest, CarriesPrioritiesForTheJournal) {
    write_config({"500"}, R"("level": "debug")");
    const std::vector<std::string> journal = {
        "sh", "-c", R"(JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) exec "$@")", "sh"};
    ASSERT_NO_FATAL_FAILURE(start(journal));
    ASSERT_TRUE(wait_failures("cam0", 2));
    ctl(store.path(), {"reload"});
    stop();
    for (const std::string& line : lines()) {
        EXPECT_TRUE(std::regex_match(line, std::regex("<[2-7]>[^<0-9][ -~]*"))) << line;
    }
    EXPECT_THAT(lines("<4>camera fails camera=cam0 reason=server_error"), SizeIs(1));
    EXPECT_THAT(lines(), Contains(StartsWith("<6>reloaded config=")));
    EXPECT_THAT(lines(), Contains(StartsWith("<7>asked camera=")));
    EXPECT_THAT(lines(), Contains("<6>stopping"));

    write_file(config, "{");
    livecamd->start();
    EXPECT_EQ(livecamd->process().wait(), 2);
    EXPECT_THAT(lines().back(), StartsWith("<3>" + config));
}

TEST_F(LogTest, AnotherJournalStreamMeansNothing) {
    write_config({}, R"("level": "info")");
    ASSERT_NO_FATAL_FAILURE(start({"env", "JOURNAL_STREAM=1:1"}));
    stop();
    EXPECT_TRUE(std::regex_match(lines().front(), std::regex(kText))) << lines().front();
}

TEST_F(LogTest, RepeatedFailuresAreOneLineAndTheReturnCountsThem) {
    write_config({}, R"("level": "info")");
    ASSERT_NO_FATAL_FAILURE(start());
    ASSERT_TRUE(livecamd->wait_pictures());
    simulator.fault("7", "500");
    ASSERT_TRUE(wait_failures("good", 5));
    EXPECT_THAT(lines("camera fails"), SizeIs(1)) << livecamd->log();
    simulator.fault("7", "none");
    ASSERT_TRUE(until([&] { return !lines("camera is back").empty(); }));
    std::smatch counted;
    const std::string back = lines("camera is back").front();
    ASSERT_TRUE(std::regex_search(
        back, counted,
        std::regex("info: camera is back camera=good failures=([0-9]+) seconds=([0-9.]+)$")))
        << back;
    EXPECT_GE(std::stoi(counted[1]), 5);
    EXPECT_GT(std::stod(counted[2]), 1.0);
}

TEST_F(LogTest, ACameraThatFlapsIsToldOfOnce) {
    write_config({"flapping"}, R"("level": "debug")");
    ASSERT_NO_FATAL_FAILURE(start());
    ASSERT_TRUE(until([&] { return lines("asked camera=cam0 result=server_error").size() >= 4; }));
    EXPECT_THAT(lines("camera fails camera=cam0"), SizeIs(1)) << livecamd->log();
    EXPECT_THAT(lines("camera is back camera=cam0"), SizeIs(1)) << livecamd->log();
}

}  // namespace
}  // namespace livecam::e2e
