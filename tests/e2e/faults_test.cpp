// Cameras that misbehave: whatever they send, the last good picture stays, and the reason is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <rapidjson/document.h>
#include <signal.h>
#include <sys/socket.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <memory>
#include <optional>
#include <span>

#include "shared/fd.h"
#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"
#include "tests/simulator/stamp.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;

constexpr char kBrisk[] =
    R"("fetch": {"interval": "300ms", "timeout": "1s", "max_backoff": "1s", "per_host": 64,
                 "max_image_bytes": "1M"})";

std::optional<sim::Stamp> stamp_of(const std::string& picture) {
    return sim::verify(std::as_bytes(std::span{picture}));
}

class Faults : public testing::Test {
  protected:
    /// Starts livecamd on cameras that are called like their ids in the simulator.
    void start(const std::vector<std::string>& ids, const std::string& sections = kBrisk) {
        std::vector<CameraText> cameras;
        for (const std::string& id : ids) {
            cameras.push_back({id, simulator.url("/cam/" + id + ".jpg")});
        }
        start_with(cameras, sections);
    }

    void start_with(const std::vector<CameraText>& cameras, const std::string& sections = kBrisk) {
        write_file(dir / "cameras.json", config_text(cameras, sections));
        livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path());
        ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
        nginx = std::make_unique<Nginx>(store.path());
    }

    Response shown(const std::string& id) const { return get(nginx->url("/image/" + id)); }

    /// 0 unless an intact picture of this camera is shown.
    std::uint64_t sequence(const std::string& id) const {
        const Response answer = shown(id);
        const auto stamp = stamp_of(answer.body);
        return answer.status == 200 && stamp && stamp->camera == id ? stamp->sequence : 0;
    }

    bool wait_newer(const std::string& id, std::uint64_t than) const {
        return until([&] { return sequence(id) > than; });
    }

    std::map<std::string, CameraStatus> statuses() const { return states(store.path()); }

    /// A number of the simulator's statistics.
    std::uint64_t counted(const std::string& camera, const char* what) const {
        rapidjson::Document document;
        document.Parse(get(simulator.url("/control/stats")).body.c_str());
        const auto& cameras = document["cameras"];
        return cameras.HasMember(camera.c_str()) ? cameras[camera.c_str()][what].GetUint64() : 0;
    }

    TempDir dir;
    Simulator simulator{{"--cameras", "1", "--interval", "1s", "--size", "160x100"}};
    StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
    std::unique_ptr<Nginx> nginx;
};

struct Case {
    const char* fault;
    const char* reason;
    std::uint64_t http_status;
};

constexpr Case kCases[] = {
    {"truncated", "invalid", 200},
    {"html", "wrong_type", 200},
    {"empty", "wrong_type", 200},
    {"svg", "wrong_type", 200},
    {"500", "server_error", 500},
    {"401", "unauthorized", 401},
    {"403", "forbidden", 403},
    {"404", "not_found", 404},
    {"410", "gone", 410},
    {"418", "http_error", 418},
    {"redirect-file", "redirect", 302},
    {"loop", "redirect", 302},
    {"too-big", "too_big", 200},
    {"too-big-stream", "too_big", 200},
    {"wrong-length", "short_body", 200},
    {"hang", "timeout", 0},
    {"half-header", "timeout", 200},
    {"trickle", "timeout", 200},
    {"reset", "reset", 200},
    {"garbage-header", "network", 200},
    {"gzip", "invalid", 200},
    {"unauthorized", "unauthorized", 401},
};

TEST_F(Faults, TheGoodPictureStaysAndTheReasonIsNamed) {
    std::vector<std::string> ids;
    for (const Case& c : kCases) {
        ids.emplace_back(c.fault);
    }
    start(ids);
    for (const Case& c : kCases) {
        ASSERT_TRUE(livecamd->wait_picture(std::string("/image/") + c.fault)) << c.fault;
        simulator.fault(c.fault, c.fault);
    }

    std::map<std::string, CameraStatus> now;
    const auto all_failed = [&](std::uint64_t times) {
        return until([&] {
            now = statuses();
            return std::all_of(std::begin(kCases), std::end(kCases),
                               [&](const Case& c) { return now[c.fault].failures >= times; });
        });
    };
    EXPECT_TRUE(all_failed(1));
    std::map<std::string, Response> before;
    std::map<std::string, std::uint64_t> sequences;
    for (const Case& c : kCases) {
        SCOPED_TRACE(c.fault);
        EXPECT_EQ(now[c.fault].reason, c.reason) << now[c.fault].detail;
        EXPECT_EQ(now[c.fault].http_status, c.http_status);
        EXPECT_NE(now[c.fault].detail, "");
        before[c.fault] = shown(c.fault);
        sequences[c.fault] = sequence(c.fault);
        EXPECT_GT(sequences[c.fault], 0u) << "no intact picture is shown";
    }

    // Down when the time of grace is over, and still showing what there is.
    EXPECT_TRUE(until(
        [&] {
            now = statuses();
            return std::all_of(std::begin(kCases), std::end(kCases),
                               [&](const Case& c) { return now[c.fault].state == "down"; });
        },
        60s));
    for (const Case& c : kCases) {
        SCOPED_TRACE(c.fault);
        EXPECT_EQ(now[c.fault].state, "down");
        EXPECT_EQ(now[c.fault].reason, c.reason) << now[c.fault].detail;
        EXPECT_GE(now[c.fault].failures, 3u);
        const Response after = shown(c.fault);
        EXPECT_EQ(after.status, 200);
        EXPECT_TRUE(after.body == before[c.fault].body) << "the picture changed";
        EXPECT_EQ(after.header("etag"), before[c.fault].header("etag"));
        EXPECT_EQ(after.header("last-modified"), before[c.fault].header("last-modified"));
    }

    for (const Case& c : kCases) {
        simulator.fault(c.fault, "none");
    }
    for (const Case& c : kCases) {
        SCOPED_TRACE(c.fault);
        EXPECT_TRUE(wait_newer(c.fault, sequences[c.fault])) << statuses()[c.fault].detail;
    }
    EXPECT_TRUE(until([&] {
        now = statuses();
        return std::all_of(std::begin(kCases), std::end(kCases), [&](const Case& c) {
            return now[c.fault].state == "live" && now[c.fault].reason == "none";
        });
    }));
}

TEST_F(Faults, OddButSoundAnswersAreTaken) {
    const std::vector<std::string> ids = {"redirect", "chunked",       "padding",
                                          "slow",     "no-validators", "flapping"};
    std::vector<CameraText> cameras;
    for (const std::string& id : ids) {
        cameras.push_back({id, simulator.url("/fault/" + id + "/" + id + ".jpg")});
    }
    const std::string host = simulator.url("").substr(std::string("http://").size());
    cameras.push_back({"basic", "http://livecam:secret@" + host + "/auth/basic.jpg"});
    start_with(cameras, R"("fetch": {"interval": "300ms", "timeout": "10s", "max_backoff": "1s",
                                     "per_host": 64})");
    std::map<std::string, std::uint64_t> first;
    for (const CameraText& camera : cameras) {
        EXPECT_TRUE(wait_newer(camera.name, 0)) << statuses()[camera.name].detail;
        first[camera.name] = sequence(camera.name);
    }
    for (const CameraText& camera : cameras) {
        EXPECT_TRUE(wait_newer(camera.name, first[camera.name])) << camera.name;
    }
    EXPECT_THAT(livecamd->log(), testing::Not(HasSubstr("secret")));
    EXPECT_THAT(get(nginx->url("/wall.json")).body, testing::Not(HasSubstr("secret")));
}

TEST_F(Faults, AFrozenCameraIsNotPublishedAgain) {
    start({"frozen"});
    simulator.fault("frozen", "frozen");
    // A fresh 200 each time, and the same bytes.
    std::uint64_t asked = counted("frozen", "gets");
    ASSERT_TRUE(until([&] { return counted("frozen", "gets") >= asked + 3; }));
    const Response before = shown("frozen");
    asked = counted("frozen", "gets");
    ASSERT_TRUE(until([&] { return counted("frozen", "gets") >= asked + 6; }));
    const Response after = shown("frozen");
    EXPECT_TRUE(before.body == after.body);
    EXPECT_EQ(before.header("last-modified"), after.header("last-modified"));
    EXPECT_EQ(statuses()["frozen"].reason, "none");
}

TEST_F(Faults, RetryAfterIsObeyed) {
    start({"429", "429date", "healthy"});
    for (const std::string id : {"429", "429date"}) {
        ASSERT_TRUE(wait_newer(id, 0));
        simulator.fault(id, id);
    }
    for (const std::string id : {"429", "429date"}) {
        SCOPED_TRACE(id);
        ASSERT_TRUE(until([&] { return statuses()[id].reason == "too_many_requests"; }));
        EXPECT_EQ(statuses()[id].http_status, 429u);
        const std::int64_t now_ms = std::int64_t{std::time(nullptr)} * 1000;
        EXPECT_GT(statuses()[id].next_expected, now_ms + 10'000) << "30 s were asked for";
    }
    const std::uint64_t asked = counted("429", "gets") + counted("429date", "gets");
    const std::uint64_t healthy = counted("healthy", "gets");
    ASSERT_TRUE(until([&] { return counted("healthy", "gets") >= healthy + 8; }));
    EXPECT_EQ(counted("429", "gets") + counted("429date", "gets"), asked)
        << "asked again before its time";
    EXPECT_GT(sequence("429"), 0u) << "the picture stays";
}

TEST_F(Faults, AHungCameraDelaysNoOther) {
    // One thread, one origin, and a deadline longer than the test: the worst place to hang in.
    start({"hung", "one", "two"}, R"("fetch": {"interval": "300ms", "timeout": "60s",
                                              "threads": 1, "per_host": 2})");
    simulator.fault("hung", "hang");
    ASSERT_TRUE(until([this] { return counted("hung", "in_flight") == 1; }));
    const std::uint64_t asked = counted("hung", "gets");
    for (int i = 0; i < 3; ++i) {
        const std::uint64_t one = sequence("one");
        const std::uint64_t two = sequence("two");
        EXPECT_TRUE(wait_newer("one", one));
        EXPECT_TRUE(wait_newer("two", two));
    }
    EXPECT_EQ(counted("hung", "gets"), asked) << "never two requests to one camera at once";
    EXPECT_EQ(counted("hung", "in_flight_max"), 1u);
}

TEST_F(Faults, SigtermEndsHangingTransfers) {
    const std::vector<std::string> ids = {"a", "b", "c", "d", "e", "f"};
    start(ids, R"("fetch": {"interval": "300ms", "timeout": "60s", "per_host": 64})");
    const auto all_hang = [&] {
        return until([&] {
            return std::all_of(ids.begin(), ids.end(),
                               [&](const auto& id) { return counted(id, "in_flight") == 1; });
        });
    };
    // Within a second; on a machine that is busy with other things, the best of three.
    auto best = std::chrono::steady_clock::duration::max();
    for (int i = 0; i < 3 && best > 1s; ++i) {
        if (i > 0) {
            livecamd->start();
        }
        simulator.fault("*", "hang");
        ASSERT_TRUE(all_hang());
        const auto begin = std::chrono::steady_clock::now();
        livecamd->process().signal(SIGTERM);
        ASSERT_EQ(livecamd->process().wait(), 0) << livecamd->log();
        best = std::min(best, std::chrono::steady_clock::now() - begin);
        ASSERT_TRUE(until([&] { return counted("a", "in_flight") == 0; }));
    }
    EXPECT_LT(best, 1s);
    EXPECT_GT(sequence("a"), 0u) << "pictures outlive livecamd";
}

TEST_F(Faults, TheFirstRoundEndsAlthoughCamerasFail) {
    for (const auto* fault : {"500", "hang", "html"}) {
        simulator.fault(fault, fault);
    }
    start({"500", "hang", "html", "healthy"});  // waits for the end of the first round
    EXPECT_EQ(get(nginx->url("/healthcheck")).status, 200);
    EXPECT_GT(sequence("healthy"), 0u);
    for (const auto* fault : {"500", "hang", "html"}) {
        SCOPED_TRACE(fault);
        const Response answer = shown(fault);
        EXPECT_EQ(answer.status, 503);
        EXPECT_NE(answer.header("retry-after"), "");
        EXPECT_EQ(statuses()[fault].state, "down");
    }
    simulator.fault("html", "none");
    EXPECT_TRUE(wait_newer("html", 0));
}

/// A port that nobody listens on, and that stays so for the life of this.
class ClosedPort {
  public:
    ClosedPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_.get(), any, length) == 0 &&
            ::getsockname(socket_.get(), any, &length) == 0) {
            port_ = ntohs(address.sin_port);
        }
    }
    int port() const noexcept { return port_; }

  private:
    Fd socket_;
    int port_ = 0;
};

TEST_F(Faults, AConnectionThatIsRefusedAndANameThatIsNoneAreNamed) {
    const ClosedPort closed;
    ASSERT_NE(closed.port(), 0);
    start_with({{"refused", "http://127.0.0.1:" + std::to_string(closed.port()) + "/a.jpg"},
                {"nameless", "http://camera.invalid/a.jpg"},
                {"healthy", simulator.url("/cam/healthy.jpg")}});
    EXPECT_EQ(statuses()["refused"].reason, "refused") << statuses()["refused"].detail;
    EXPECT_EQ(statuses()["nameless"].reason, "dns") << statuses()["nameless"].detail;
    // The text follows every few seconds.
    for (const std::string labels :
         {R"({origin="refused",reason="refused"})", R"({origin="nameless",reason="dns"})"}) {
        EXPECT_TRUE(until([&] {
            return get(nginx->url("/_/metrics"))
                       .body.find("livecam_origin_errors_total" + labels) != std::string::npos;
        })) << labels;
    }
    EXPECT_THAT(livecamd->log(), HasSubstr("camera=refused reason=refused "));
    EXPECT_GT(sequence("healthy"), 0u);
}

TEST_F(Faults, NoPictureAtAllIsNotHealthy) {
    simulator.fault("*", "403");
    start({"one", "two"});
    // Each worker looks for a store that was not there at most every 100 ms.
    EXPECT_TRUE(until([&] { return get(nginx->url("/")).status == 200; })) << "the page is there";
    Response health;
    EXPECT_TRUE(until([&] {
        health = get(nginx->url("/healthcheck"));
        return health.body.find("No live camera images") != std::string::npos;
    })) << health.body;
    EXPECT_EQ(health.status, 503);
}

TEST_F(Faults, ASecondLivecamdOnTheStoreIsRefused) {
    start({"one"});
    const Finished second =
        run({built("livecamd"), "--config", dir / "cameras.json", "--store", store.path()});
    EXPECT_EQ(second.code, 1);
    EXPECT_THAT(second.output,
                HasSubstr("livecamd: store: " + store.path() + " is held by another writer (pid " +
                          std::to_string(livecamd->process().pid()) +
                          "): stop it or choose another store.path\n"));
    EXPECT_TRUE(livecamd->process().running());
    EXPECT_TRUE(wait_newer("one", sequence("one"))) << "the first goes on";
    EXPECT_EQ(ctl(store.path(), {"state"}).code, 0) << "its control socket too";
}

}  // namespace
}  // namespace livecam::e2e
