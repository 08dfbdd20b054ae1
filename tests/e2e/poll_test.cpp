// The long poll: /api/state.json?since=…&wait=…, for clients without server-sent events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>

#include "tests/e2e/metrics.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/push_wall.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;

/// Two groups of one camera, whose pictures change only when a test says so.
struct Wall {
    explicit Wall(NginxOptions options) {
        for (const char* camera : {"0", "1"}) {
            get(simulator.url(std::string("/control/pin?seq=1&camera=") + camera));
        }
        write_file(dir / "cameras.json",
                   R"({"fetch": {"interval": "200ms"}, "groups": [)"
                   R"({"id": "a", "cameras": [{"name": "one", "src": ")" +
                       simulator.url("/cam/0.jpg") +
                       R"("}]}, {"id": "b", "cameras": [{"name": "two", "src": ")" +
                       simulator.url("/cam/1.jpg") + R"("}]}]})");
        livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path());
        EXPECT_TRUE(livecamd->wait_pictures()) << livecamd->log();
        nginx = std::make_unique<Nginx>(store.path(), std::move(options));
        EXPECT_TRUE(until([&] { return get(url("")).status == 200; }));
    }

    std::string url(const std::string& query) const {
        return nginx->url("/api/state.json" + query);
    }
    /// Another picture of camera 0 or 1.
    void change(int camera) {
        get(simulator.url("/control/pin?camera=" + std::to_string(camera) +
                          "&seq=" + std::to_string(++sequence)));
    }
    rapidjson::Document state(const std::string& query = "") const {
        return parse(get(url(query)).body);
    }
    std::string id() const { return state()["id"].GetString(); }
    bool waiting(int clients) const {
        return until(
            [&] { return value(scrape(nginx->url("")), "livecam_http_event_clients") == clients; });
    }

    TempDir dir;
    Simulator simulator{{"--cameras", "2", "--interval", "60m"}};
    StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
    std::unique_ptr<Nginx> nginx;
    int sequence = 1;
};

/// Asks in a thread of its own. An answer that does not come in time has an error.
std::future<Response> ask(Request request) {
    return std::async(std::launch::async, [request] { return Client{}.send(request); });
}

std::string image(const rapidjson::Document& state, unsigned camera) {
    return state["cameras"][camera]["image"].GetString();
}

struct PollTest : testing::Test {
    static void SetUpTestSuite() {
        wall = std::make_unique<Wall>(NginxOptions{.workers = 1, .tls = true});
    }
    static void TearDownTestSuite() { wall.reset(); }

    static inline std::unique_ptr<Wall> wall;
};

TEST_F(PollTest, AChangeIsAnsweredAtOnceAndTheAnswerLeadsOn) {
    const rapidjson::Document before = wall->state();
    auto asked =
        ask({.url = wall->url("?wait=60s&since=" + std::string(before["id"].GetString()))});
    ASSERT_TRUE(wall->waiting(1));
    wall->change(0);
    const Response answer = asked.get();
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("cache-control"), "no-store");
    const rapidjson::Document after = parse(answer.body);
    EXPECT_NE(image(after, 0), image(before, 0));
    EXPECT_EQ(get(wall->nginx->url(image(after, 0))).status, 200);
    EXPECT_EQ(after["epoch"], before["epoch"]);
    EXPECT_GT(after["generation"].GetUint64(), before["generation"].GetUint64());
    EXPECT_EQ(after["id"].GetString(), std::string(after["epoch"].GetString()) + "-" +
                                           std::to_string(after["generation"].GetUint64()));
    // Who knows it waits again, and is not answered with the same.
    auto again = ask({.url = wall->url("?wait=60s&since=" + std::string(after["id"].GetString()))});
    EXPECT_TRUE(wall->waiting(1));
    wall->change(1);
    EXPECT_NE(image(parse(again.get().body), 1), image(after, 1));
}

TEST_F(PollTest, WhatChangedBeforeTheQuestionIsAnsweredAtOnce) {
    const rapidjson::Document before = wall->state();
    wall->change(0);
    ASSERT_TRUE(until([&] { return image(wall->state(), 0) != image(before, 0); }));
    const std::uint64_t generation = before["generation"].GetUint64();
    for (const std::string& since :
         {std::string(before["id"].GetString()), std::to_string(generation), std::string("0")}) {
        const Response answer = get(wall->url("?wait=60s&since=" + since));
        ASSERT_EQ(answer.status, 200) << since;
        EXPECT_NE(image(parse(answer.body), 0), image(before, 0));
    }
}

TEST_F(PollTest, AnotherEpochOrAGenerationThatIsNotYetIsAnsweredAtOnce) {
    for (const char* since : {"0123456789abcdef-1", "99999999"}) {
        EXPECT_EQ(get(wall->url(std::string("?wait=60s&since=") + since)).status, 200) << since;
    }
}

TEST_F(PollTest, WhenItsTimeIsUpItGetsTheDocumentOrThatItHasIt) {
    const rapidjson::Document before = wall->state();
    const std::string query = "?wait=300ms&since=" + std::string(before["id"].GetString());
    const auto begin = std::chrono::steady_clock::now();
    const Response answer = get(wall->url(query));
    const auto took = std::chrono::steady_clock::now() - begin;
    ASSERT_EQ(answer.status, 200);
    EXPECT_GE(took, 290ms);
    EXPECT_EQ(image(parse(answer.body), 0), image(before, 0));
    const Response same = get(wall->url(query), {"If-None-Match: " + answer.header("etag")});
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.body, "");
    EXPECT_EQ(get(wall->url("?wait=0&since=" + wall->id())).status, 200);
}

TEST_F(PollTest, AClientWhoseDocumentIsAnotherIsAnsweredAtOnce) {
    EXPECT_EQ(
        get(wall->url("?wait=60s&since=" + wall->id()), {"If-None-Match: W/\"0123456789abcdef\""})
            .status,
        200);
}

TEST_F(PollTest, AGroupOrACameraIsWaitedForAlone) {
    for (const char* filter : {"&group=b", "&camera=two"}) {
        const rapidjson::Document before = wall->state();
        auto asked =
            ask({.url = wall->url("?wait=60s&since=" + std::string(before["id"].GetString()) +
                                  filter)});
        ASSERT_TRUE(wall->waiting(1));
        wall->change(0);
        ASSERT_TRUE(until([&] { return image(wall->state(), 0) != image(before, 0); }));
        EXPECT_EQ(asked.wait_for(100ms), std::future_status::timeout) << filter;
        wall->change(1);
        const rapidjson::Document after = parse(asked.get().body);
        ASSERT_EQ(after["cameras"].Size(), 1u) << filter;
        EXPECT_STREQ(after["cameras"][0]["slug"].GetString(), "two");
        EXPECT_NE(image(after, 0), image(before, 1));
    }
}

TEST_F(PollTest, NonsenseIsRefusedWithASentence) {
    for (const char* query : {"?since=x", "?since=-1", "?since=1.5", "?since=99999999999999999999",
                              "?since=%3Cb%3E", "?since=1&wait=61s", "?since=1&wait=-1",
                              "?since=1&wait=1h", "?since=1&wait=99999999999", "?wait=never"}) {
        const Response answer = get(wall->url(query));
        EXPECT_EQ(answer.status, 400) << query;
        EXPECT_THAT(answer.body, HasSubstr(" has to be ")) << query;
    }
    for (const char* query : {"?group=nosuch", "?camera=nosuch", "?since=1&camera=../x"}) {
        const Response answer = get(wall->url(query));
        EXPECT_EQ(answer.status, 404) << query;
        EXPECT_THAT(answer.body, HasSubstr("no such")) << query;
    }
}

TEST_F(PollTest, HeadWaitsAsGetDoes) {
    auto asked = ask({.url = wall->url("?wait=60s&since=" + wall->id()), .method = "HEAD"});
    ASSERT_TRUE(wall->waiting(1));
    wall->change(0);
    const Response answer = asked.get();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(answer.header("content-length"), get(wall->url("")).header("content-length"));
}

TEST_F(PollTest, TlsAndHttp2AreAnsweredTheSame) {
    for (const Version version : {Version::kHttp1, Version::kHttp2}) {
        const std::string before = image(wall->state(), 0);
        auto asked =
            ask({.url = wall->nginx->https_url("/api/state.json?wait=60s&since=" + wall->id()),
                 .version = version});
        ASSERT_TRUE(wall->waiting(1));
        wall->change(0);
        const Response answer = asked.get();
        EXPECT_EQ(answer.version, version);
        EXPECT_NE(image(parse(answer.body), 0), before);
    }
}

TEST_F(PollTest, TheConnectionServesTheNextQuestion) {
    Client client;
    std::string id = wall->id();
    for (int i = 0; i < 3; ++i) {
        auto asked = std::async(std::launch::async, [&] {
            return client.send({.url = wall->url("?wait=60s&since=" + id)});
        });
        ASSERT_TRUE(wall->waiting(1));
        wall->change(0);
        const Response answer = asked.get();
        ASSERT_EQ(answer.status, 200);
        EXPECT_EQ(answer.fresh, i == 0);
        id = parse(answer.body)["id"].GetString();
    }
}

TEST_F(PollTest, AClientThatLeavesIsForgotten) {
    EXPECT_NE(
        ask({.url = wall->url("?wait=60s&since=" + wall->id()), .timeout_ms = 300}).get().error, 0);
    EXPECT_TRUE(wall->waiting(0));
}

TEST(Poll, ClientsBeyondTheLimitAreToldToComeLater) {
    Wall wall({.http = "livecam_max_events 1;", .workers = 1});
    auto asked = ask({.url = wall.url("?wait=60s&since=" + wall.id())});
    ASSERT_TRUE(wall.waiting(1));
    const Response second = get(wall.url("?wait=60s&since=" + wall.id()));
    EXPECT_EQ(second.status, 503);
    EXPECT_NE(second.header("retry-after"), "");
    EXPECT_EQ(get(wall.url("?since=0")).status, 200) << "who need not wait takes no place";
    wall.change(0);
    EXPECT_EQ(asked.get().status, 200);
    auto third = ask({.url = wall.url("?wait=60s&since=" + wall.id())});
    EXPECT_TRUE(wall.waiting(1));
    wall.change(0);
    EXPECT_EQ(third.get().status, 200);
}

TEST(Poll, AReloadAnswersAtOnceAndARestartOfTheSidecarIsWaitedThrough) {
    Wall wall({.workers = 1, .tls = true});
    const std::string id = wall.id();
    auto plain = ask({.url = wall.url("?wait=60s&since=" + id)});
    auto http2 = ask({.url = wall.nginx->https_url("/api/state.json?wait=60s&since=" + id),
                      .version = Version::kHttp2});
    ASSERT_TRUE(wall.waiting(2));
    wall.nginx->reload();
    for (auto* asked : {&plain, &http2}) {
        const Response answer = asked->get();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(parse(answer.body)["id"].GetString(), id);
    }
    auto through = ask({.url = wall.url("?wait=60s&since=" + id)});
    ASSERT_TRUE(wall.waiting(1));
    wall.livecamd->process().kill();
    wall.livecamd->start();
    ASSERT_TRUE(wall.livecamd->wait_ready()) << wall.livecamd->log();
    wall.change(0);
    EXPECT_EQ(through.get().status, 200);
}

TEST(Poll, AnotherIndexIsAnsweredAtOnce) {
    Wall wall({.workers = 1});
    const rapidjson::Document before = wall.state();
    auto asked = ask({.url = wall.url("?camera=two&wait=60s&since=" + wall.id())});
    ASSERT_TRUE(wall.waiting(1));
    wall.livecamd->process().kill();
    std::filesystem::remove(wall.store.path() + "/index");
    wall.livecamd->start();
    const Response answer = asked.get();
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_NE(parse(answer.body)["epoch"], before["epoch"]);
}

}  // namespace
}  // namespace livecam::e2e
