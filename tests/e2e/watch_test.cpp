// livecamctl watch: what changes is a line, and it ends when it is told to or nobody reads.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>
#include <unistd.h>

#include <ctime>
#include <set>
#include <sstream>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/painted_store.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

class Watch : public testing::Test {
  protected:
    Watch() {
        write_file(dir / "cameras.json", config_text({{"one", simulator.url("/cam/one.jpg")},
                                                      {"two", simulator.url("/cam/two.jpg")}},
                                                     R"("fetch": {"interval": "300ms"})"));
    }

    Process start(std::vector<std::string> options = {}) const {
        options.insert(options.begin(), {built("livecamctl"), "--store", store.path(), "watch"});
        return Process(std::move(options), dir / "lines");
    }

    std::string lines() const { return read_file(dir / "lines"); }

    struct Event {
        std::string camera, state, image, reason;
    };
    std::vector<Event> events() const {
        std::vector<Event> found;
        std::istringstream stream(lines());
        for (std::string line; std::getline(stream, line) && !stream.eof();) {
            rapidjson::Document json;
            EXPECT_FALSE(json.Parse(line.c_str()).HasParseError()) << line;
            EXPECT_GT(json["time"].GetInt64(), 1'700'000'000'000);
            found.push_back({json["camera"].GetString(), json["state"].GetString(),
                             json["image"].IsNull() ? "" : json["image"].GetString(),
                             json["reason"].GetString()});
        }
        return found;
    }
    bool saw(const std::string& camera, const std::string& state) const {
        for (const Event& event : events()) {
            if (event.camera == camera && event.state == state) {
                return true;
            }
        }
        return false;
    }

    TempDir dir;
    StoreDir store;
    const Simulator simulator{{"--cameras", "2", "--interval", "500ms", "--size", "160x100"}};
};

TEST_F(Watch, NewPicturesAndStatesAreLinesUntilSigint) {
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
    Process watch = start({"--json"});
    const auto images = [this] {
        std::set<std::string> all;
        for (const Event& event : events()) {
            if (event.camera == "two") {
                all.insert(event.image);
            }
        }
        return all.size();
    };
    EXPECT_TRUE(until([&] { return images() >= 3; })) << lines();
    EXPECT_TRUE(saw("one", "live") && saw("two", "live"));
    watch.signal(SIGINT);
    EXPECT_EQ(watch.wait(), 0);
}

TEST_F(Watch, TellsOfAFaultAndOfACameraThatWasTakenAway) {
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
    Process watch = start({"--json"});
    EXPECT_TRUE(until([&] { return saw("two", "live"); }));
    write_file(dir / "cameras.json", config_text({{"one", simulator.url("/cam/one.jpg")}},
                                                 R"("fetch": {"interval": "300ms"})"));
    EXPECT_EQ(ctl(store.path(), {"reload"}).code, 0);
    EXPECT_TRUE(until([&] { return saw("two", "removed"); })) << lines();
    simulator.fault("*", "500");
    EXPECT_TRUE(until([&] {
        return !events().empty() && events().back().camera == "one" &&
               events().back().reason == "server_error";
    })) << lines();
    watch.signal(SIGTERM);
    EXPECT_EQ(watch.wait(), 0);
}

TEST_F(Watch, AStateChangesWithTimeAndWithChecksThatTellNobody) {
    PaintedStore painted(0);
    StoreWriter& writer = painted.writer();
    painted.publish("slow", 4000);
    const std::uint32_t entry = *writer.ensure("/image/slow");
    const auto fresh_for = [&](std::int64_t s) {
        Descriptor next = writer.descriptor(entry);
        next.stale_at = (std::int64_t{::time(nullptr)} + s) * 1000;
        writer.publish_check(entry, next);
    };
    fresh_for(3600);
    Process watch({built("livecamctl"), "--store", painted.path(), "watch", "--json"},
                  dir / "lines");
    EXPECT_TRUE(until([&] { return saw("slow", "live"); })) << lines();
    fresh_for(1);
    EXPECT_TRUE(until([&] { return saw("slow", "stale"); })) << lines();
    fresh_for(3600);
    EXPECT_TRUE(until([&] { return events().size() == 3; })) << lines();
    EXPECT_EQ(events().back().state, "live");
    watch.signal(SIGINT);
    EXPECT_EQ(watch.wait(), 0);
}

TEST_F(Watch, LinesForPeopleHaveTimeCameraStateImageReason) {
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
    Process watch = start();
    EXPECT_TRUE(until([&] { return lines().find(" two ") != std::string::npos; }));
    EXPECT_THAT(lines(), ContainsRegex("^20[0-9-]{8} [0-9:]{8}\\.[0-9]{3}  one  live  [0-9a-f]{16}"
                                       "  none\n"));
}

TEST_F(Watch, EndsWithItsReaderThoughNothingHappens) {
    write_file(dir / "content", "x");
    ASSERT_EQ(ctl(store.path(), {"put", "/a", dir / "content"}).code, 0);
    const std::string command = "{ " + built("livecamctl") + " --store " + store.path() +
                                " watch; echo $? > " + (dir / "code") + "; } | true";
    EXPECT_EQ(run({"/bin/sh", "-c", command}).code, 0);
    EXPECT_TRUE(until([&] { return read_file(dir / "code") == "0\n"; }));
}

TEST_F(Watch, NamesAStoreThatIsNotThere) {
    const Finished done = ctl(dir / "nowhere", {"watch"});
    EXPECT_EQ(done.code, 1);
    EXPECT_THAT(done.output, HasSubstr(dir / "nowhere is not there yet"));
}

}  // namespace
}  // namespace livecam::e2e
