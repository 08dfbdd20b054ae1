// Every feed through the real pool and thread: it fails, lies, hangs and recovers, one by one, and
// what the others say stays.
#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>

#include "sidecar/feeds/feeds.h"
#include "tests/unit/feeds/feeds_fixture.h"
#include "tests/unit/fetch/pool_fixture.h"

namespace livecam::feeds {
namespace {

using fetch::test::Connection;
using fetch::test::TestRequest;
using fetch::test::TestServer;
using fetch::test::Watched;

enum class Mood { kGood, kFails, kLies, kHangs };

std::string now_iso() {
    const std::time_t now = std::time(nullptr);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
    return text;
}

std::string good_body(const std::string& path, int generation) {
    const std::string n = std::to_string(generation);
    const std::string now = std::to_string(std::time(nullptr));
    if (path.find("roadconditions") != std::string::npos) {
        return R"([{"Id":1,"RoadwayName":"SR-210","RoadCondition":")" + n + "\"}]";
    }
    if (path.find("weatherstations") != std::string::npos) {
        return R"([{"Id":7,"StationName":"Road","AirTemperature":")" + n + R"(","LastUpdated":)" +
               now + "}]";
    }
    if (path.find("/get/event") != std::string::npos) {
        return R"([{"ID":1,"RoadwayName":"SR-210","Name":")" + n + "\"}]";
    }
    if (path == "/uac") {
        return R"({"features":[{"properties":{"name":"Salt Lake","danger":")" + n + "\"}}]}";
    }
    if (path == "/alta") {
        return R"(<script>window.Alta = {"alerts":[{"enabled":true,"type":"parking-status",
            "status":")" +
               n + "\"}]};</script>";
    }
    if (path == "/json") {
        return "{\"open\":" + n + "}";
    }
    return R"({"properties":{"name":"Peak","timestamp":")" + now_iso() +
           R"(","temperature":{"value":)" + n + "}}}";
}

struct State {
    std::string troubled;  // part of a path
    Mood mood = Mood::kGood;
    int generation = 1;
    pages::FactsPtr facts = pages::no_facts();
    std::vector<TestRequest> asked;
};

class LiveTest : public ::testing::Test {
  protected:
    LiveTest() {
        spdlog::set_level(spdlog::level::off);
        config_ = all_on();
        const std::string base = server_.url("");
        config_.fetch.timeout = std::chrono::milliseconds(300);
        config_.feeds.udot->url = base + "/udot";
        config_.feeds.uac->url = base + "/uac";
        config_.feeds.alta->url = base + "/alta";
        config_.feeds.nws->url = base + "/nws";
        config_.feeds.json[0].url = base + "/json";
        config_.feeds.json[0].groups = {"lcc"};
        for (config::Feed* feed :
             {&*config_.feeds.udot, &*config_.feeds.uac, &*config_.feeds.alta, &*config_.feeds.nws,
              static_cast<config::Feed*>(&config_.feeds.json[0])}) {
            feed->interval = std::chrono::milliseconds(20);
        }
        feeds_ = std::make_unique<Feeds>(
            config_,
            [this](pages::FactsPtr facts) {
                state_.update([&](State& state) { state.facts = std::move(facts); });
            },
            metrics_);
        pool_ = std::make_unique<fetch::Pool>(
            config_.fetch, std::vector<config::Camera>{}, fetch::Pool::Known{}, -1,
            [this](fetch::Attempt&& attempt) { feeds_->push(std::move(attempt)); });
        feeds_->start([this](const auto& documents) {
            auto quick = documents;  // a feed that hangs must not hold up the test
            for (fetch::Document& document : quick) {
                document.limits.timeout = std::chrono::milliseconds(200);
                document.limits.max_backoff = std::chrono::milliseconds(20);
            }
            pool_->fetch_documents(quick);
        });
    }
    ~LiveTest() override {
        feeds_->stop();
        pool_->stop();
    }

    void handle(const TestRequest& request, Connection& connection) {
        const State state = state_.get();
        state_.update([&](State& all) { all.asked.push_back(request); });
        const bool trouble =
            !state.troubled.empty() && request.path.find(state.troubled) != std::string::npos;
        switch (trouble ? state.mood : Mood::kGood) {
            case Mood::kFails:
                connection.answer(500, "no");
                return;
            case Mood::kLies:
                connection.answer(200, "<html>all is well</html>");
                return;
            case Mood::kHangs:
                connection.hang();
                return;
            case Mood::kGood:
                connection.answer(200, good_body(request.path, state.generation));
        }
    }

    void set(const std::string& troubled, Mood mood, int generation) {
        state_.update([&](State& state) {
            state.troubled = troubled;
            state.mood = mood;
            state.generation = generation;
            state.asked.clear();
        });
    }
    /// Until every fact, but that of `except`, is of that generation.
    bool all_of(int generation, const std::string& except = "") {
        const std::string n = std::to_string(generation);
        return state_.wait([&](const State& state) {
            const pages::GroupFacts& f = state.facts->of("lcc");
            const auto is = [&](const char* path, bool good) { return path == except || good; };
            const auto weather = f.weather_of("peak");
            return is("roadconditions", f.roads.size() == 1 && f.roads[0].road_condition == n) &&
                   is("/get/event", f.events.size() == 1 && f.events[0].name == n) &&
                   is("/uac", f.danger && f.danger->danger == n) &&
                   is("/alta", f.resort && f.resort->parking_status == n) &&
                   is("/json", f.chips.size() == 1 && f.chips[0].text == n + " open") && weather;
        });
    }

    Watched<State> state_;
    TestServer server_{[this](const TestRequest& request, Connection& connection) {
        handle(request, connection);
    }};
    config::Config config_;
    prometheus::Registry registry_;
    ops::FeedMetrics metrics_{registry_};
    std::unique_ptr<Feeds> feeds_;
    std::unique_ptr<fetch::Pool> pool_;
};

TEST_F(LiveTest, EachFeedFailsLiesHangsAndRecoversWhileTheOthersGoOn) {
    int generation = 1;
    ASSERT_TRUE(all_of(generation));
    for (const char* path :
         {"roadconditions", "/get/event", "weatherstations", "/uac", "/alta", "/nws", "/json"}) {
        for (const Mood mood : {Mood::kFails, Mood::kLies, Mood::kHangs}) {
            set(path, mood, ++generation);
            ASSERT_TRUE(all_of(generation, path)) << path << " " << static_cast<int>(mood);
            ASSERT_TRUE(state_.wait([&](const State& state) {
                for (const TestRequest& request : state.asked) {
                    if (request.path.find(path) != std::string::npos) {
                        return true;
                    }
                }
                return false;
            })) << path;
        }
        set("", Mood::kGood, ++generation);
        ASSERT_TRUE(all_of(generation)) << path;
    }
}

}  // namespace
}  // namespace livecam::feeds
