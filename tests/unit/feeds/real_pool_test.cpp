// Feeds with the real pool and thread, and origins that do their worst: bodies of ten megabytes,
// and answers that could bring a key into a message.
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "sidecar/feeds/feeds.h"
#include "tests/unit/feeds/feeds_fixture.h"
#include "tests/unit/fetch/pool_fixture.h"

namespace livecam::feeds {
namespace {

using fetch::Outcome;
using fetch::test::Connection;
using fetch::test::RefusingPort;
using fetch::test::TestRequest;
using fetch::test::TestServer;
using fetch::test::Watched;

constexpr char kKey[] = "Hu5hRoadKey";

struct Told {
    std::string slug;
    Outcome outcome = Outcome::kFailed;
    Reason reason = Reason::kNone;
    std::string detail;
};

struct Seen {
    std::vector<Told> attempts;
    pages::FactsPtr facts = pages::no_facts();
};

class RealPoolTest : public ::testing::Test {
  protected:
    RealPoolTest() {
        config_.groups = all_on().groups;
        config_.feeds.stale_after.roads = std::chrono::hours(1);
        config_.fetch.timeout = std::chrono::milliseconds(50);
        auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log_, true);
        before_ = spdlog::default_logger();
        spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
    }
    ~RealPoolTest() override {
        stop();
        spdlog::set_default_logger(before_);
    }

    config::Feed feed(const std::string& url) {
        config::Feed feed;
        feed.url = url;
        feed.interval = std::chrono::hours(1);
        feed.key = kKey;
        return feed;
    }

    void start() {
        feeds_ = std::make_unique<Feeds>(
            config_,
            [this](pages::FactsPtr facts) {
                seen_.update([&](Seen& seen) { seen.facts = std::move(facts); });
            },
            metrics_);
        pool_ = std::make_unique<fetch::Pool>(
            config_.fetch, std::vector<config::Camera>{}, fetch::Pool::Known{}, -1,
            [this](fetch::Attempt&& attempt) {
                Told told{attempt.slug, attempt.outcome, attempt.reason, attempt.detail};
                feeds_->push(std::move(attempt));
                seen_.update([&](Seen& seen) { seen.attempts.push_back(std::move(told)); });
            });
        feeds_->start([this](const auto& documents) { pool_->fetch_documents(documents); });
    }
    void stop() {
        if (feeds_) {
            feeds_->stop();
            pool_->stop();
        }
    }
    /// The first attempt of a document whose name holds `part`.
    Told attempt(const std::string& part) {
        Told found;
        EXPECT_TRUE(seen_.wait([&](const Seen& seen) {
            for (const Told& one : seen.attempts) {
                if (one.slug.find(part) != std::string::npos) {
                    found = one;
                    return true;
                }
            }
            return false;
        })) << part;
        return found;
    }

    std::ostringstream log_;
    std::shared_ptr<spdlog::logger> before_;
    config::Config config_;
    Watched<Seen> seen_;
    prometheus::Registry registry_;
    ops::FeedMetrics metrics_{registry_};
    std::unique_ptr<Feeds> feeds_;
    std::unique_ptr<fetch::Pool> pool_;
};

TEST_F(RealPoolTest, TenMegabytesAreReadAndOneByteMoreIsRefused) {
    constexpr std::size_t kMost = 10u << 20;
    const auto roads = [](std::size_t size) {
        std::string body = R"([{"Id":1,"RoadwayName":"SR-210","RoadCondition":"Wet","Note":")";
        body.append(size - body.size() - 3, 'x');
        return body + "\"}]";
    };
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        const bool road = request.path.find("roadconditions") != std::string::npos;
        const std::string body = roads(road ? kMost : kMost + 1);
        connection.answer(200, body);
    });
    config_.feeds.udot = feed(origin.url("/udot"));
    config_.fetch.timeout = std::chrono::seconds(5);
    start();
    EXPECT_EQ(attempt("udot_roads").outcome, Outcome::kChanged);
    EXPECT_TRUE(
        seen_.wait([](const Seen& seen) { return seen.facts->of("lcc").roads.size() == 1; }));
    EXPECT_EQ(attempt("udot_events").reason, Reason::kTooBig);
    EXPECT_EQ(attempt("udot_events").detail, "more than 10485760 bytes");
}

TEST_F(RealPoolTest, KeyIsInNoMessageWhateverTheOriginDoes) {
    const std::string hidden = std::string("?key=") + kKey;
    const RefusingPort refusing;
    const std::string closed = "http://127.0.0.1:" + std::to_string(refusing.port()) + "/";
    TestServer other(
        [](const TestRequest&, Connection& connection) { connection.answer(200, "<p>"); });
    const std::vector<std::string> goals = {other.url("/elsewhere") + hidden,
                                            closed + hidden,
                                            "http://" + std::string(kKey) + ".invalid/" + hidden,
                                            "file:///etc/passwd" + hidden,
                                            "http://[" + std::string(kKey) + "]/" + hidden,
                                            "//" + hidden,
                                            std::string("gopher://x/") + kKey};
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        const auto number = static_cast<std::size_t>(request.path[1] - 'a');
        if (request.path.find(kKey) == std::string::npos) {
            connection.answer(400, "no key");
        } else if (number < goals.size()) {
            connection.answer(302, "", "Location: " + goals[number] + "\r\n");
        } else if (number == goals.size()) {
            connection.answer(302, "", "Location: " + request.path + "\r\n");  // for ever
        } else if (number == goals.size() + 1) {
            connection.answer(500, kKey);
        } else if (number == goals.size() + 2) {
            connection.answer(200, "{\"" + std::string(kKey) + "\": <");
        } else if (number == goals.size() + 3) {
            connection.reset();
        } else if (number == goals.size() + 4) {
            connection.send("HTTP/1.1 200 " + request.path + "\r\nContent-Length: x" + kKey +
                            "\r\n\r\n");
            connection.close();
        } else {
            connection.hang();
        }
    });
    std::vector<std::string> urls = {closed, "http://nowhere.invalid/"};
    for (std::size_t i = 0; i < goals.size() + 6; ++i) {
        urls.push_back(origin.url(std::string("/") + static_cast<char>('a' + i)));
    }
    for (std::size_t i = 0; i < urls.size(); ++i) {
        config::JsonFeed json;
        json.id = "n" + std::to_string(i) + "-";
        json.url = urls[i] + hidden;
        json.interval = std::chrono::hours(1);
        json.chips = {{}};
        config_.feeds.json.push_back(json);
    }
    config_.feeds.udot = feed(closed);
    config_.feeds.synoptic = feed(origin.url("/a"));
    start();
    for (const std::string name : {"udot_roads", "udot_events", "udot_stations", "synoptic"}) {
        EXPECT_NE(attempt(name).slug, "");
    }
    for (std::size_t i = 0; i < urls.size(); ++i) {
        EXPECT_NE(attempt("json_n" + std::to_string(i) + "-").slug, "") << urls[i];
    }
    stop();
    for (const Told& one : seen_.get().attempts) {
        EXPECT_EQ(one.detail.find(kKey), std::string::npos) << one.slug << ": " << one.detail;
        EXPECT_EQ(one.slug.find(kKey), std::string::npos) << one.slug;
    }
    EXPECT_NE(log_.str().find("feed=udot_roads "), std::string::npos) << log_.str();
    EXPECT_EQ(log_.str().find(kKey), std::string::npos) << log_.str();
}

}  // namespace
}  // namespace livecam::feeds
