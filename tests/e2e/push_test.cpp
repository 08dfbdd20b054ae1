// What /events tells, over every protocol.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <regex>
#include <set>

#include "tests/e2e/push_wall.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;

struct PushTest : testing::Test {
    struct Wall {
        Simulator simulator{{"--cameras", "6", "--interval", "1s"}};
        StoreDir store;
        Livecamd livecamd{simulator.config(), store.path()};
        bool ready = livecamd.wait_pictures();
        Nginx nginx{store.path(), {.workers = 1, .tls = true}};
    };
    static void SetUpTestSuite() {
        wall = std::make_unique<Wall>();
        ASSERT_TRUE(wall->ready) << wall->livecamd.log();
    }
    static void TearDownTestSuite() { wall.reset(); }
    static std::string url(const std::string& path) { return wall->nginx.url(path); }

    static inline std::unique_ptr<Wall> wall;
};

TEST_F(PushTest, AClientThatKnowsNothingIsToldTheWholeState) {
    EventStream stream(url("/events"));
    ASSERT_TRUE(stream.wait(at_least(1, "reset")));
    const rapidjson::Document reset = parse(stream.events()[0].data);
    ASSERT_EQ(reset["cameras"].Size(), 6u);
    for (const auto& camera : reset["cameras"].GetArray()) {
        ASSERT_STREQ(camera["state"].GetString(), "live");
        EXPECT_GT(camera["changed_at"].GetInt64(), 1'700'000'000'000);
        EXPECT_GT(camera["stale_at"].GetInt64(), camera["changed_at"].GetInt64());
    }
    EXPECT_EQ(reset["id"].GetString(), stream.events()[0].id);
    EXPECT_TRUE(std::regex_match(stream.events()[0].id, std::regex("[0-9a-f]{16}-[0-9]+")));
}

TEST_F(PushTest, ANewPictureIsToldWithItsImmutableAddress) {
    EventStream stream(url("/events"));
    ASSERT_TRUE(stream.wait(at_least(3, "frame")));
    const std::vector<Event> events = stream.events();
    EXPECT_EQ(count(events, "reset"), 1u);
    const rapidjson::Document frame = parse(events.back().data);
    const Response picture = get(url(frame["image"].GetString()));
    EXPECT_EQ(picture.status, 200);
    EXPECT_THAT(picture.header("cache-control"), HasSubstr("immutable"));
    EXPECT_EQ(picture.header("etag"),
              "\"" +
                  std::string(frame["image"].GetString())
                      .substr(std::string(frame["image"].GetString()).rfind('/') + 1) +
                  "\"");
}

TEST_F(PushTest, IdsGrowAndNoCameraGoesBack) {
    EventStream stream(url("/events"));
    ASSERT_TRUE(stream.wait(at_least(8, "frame")));
    std::uint64_t last = 0;
    for (const Event& event : stream.events()) {
        const std::uint64_t generation = std::stoull(event.id.substr(17));
        EXPECT_GE(generation, last);
        last = generation;
    }
}

TEST_F(PushTest, AClientThatComesBackIsToldOnlyWhatItMissed) {
    std::string id;
    {
        EventStream stream(url("/events"));
        ASSERT_TRUE(stream.wait(at_least(1, "frame")));
        id = stream.last_event_id();
    }
    for (const auto& options : {EventStreamOptions{.last_event_id = id}, EventStreamOptions{}}) {
        EventStream again(url("/events" + (options.last_event_id.empty() ? "?since=" + id : "")),
                          options);
        ASSERT_TRUE(again.wait(at_least(1, "frame")));
        EXPECT_EQ(count(again.events(), "reset"), 0u);
        EXPECT_GT(std::stoull(again.events()[0].id.substr(17)), std::stoull(id.substr(17)));
    }
}

TEST_F(PushTest, AnotherEpochOrNonsenseBeginsAnew) {
    for (const char* id : {"0123456789abcdef-1", "x", "-", "0123456789abcdef-99999999999999999999",
                           "0123456789abcdef--1", "'\"<script>"}) {
        EventStream stream(url("/events"), {.last_event_id = id});
        EXPECT_TRUE(stream.wait(at_least(1, "reset"))) << id;
    }
}

TEST_F(PushTest, AClientIsToldOfTheGroupOrCameraItAsksFor) {
    const auto north = shown(wall->nginx, "north");
    EventStream group(url("/events?group=north"));
    EventStream camera(url("/events?camera=" + north.begin()->first));
    ASSERT_TRUE(group.wait(at_least(4, "frame")));
    ASSERT_TRUE(camera.wait(at_least(2, "frame")));
    for (const auto& [slug, image] : group.images()) {
        EXPECT_TRUE(north.contains(slug)) << slug;
    }
    EXPECT_EQ(group.images().size(), north.size());
    EXPECT_EQ(camera.images().size(), 1u);
}

TEST_F(PushTest, UnknownGroupsAndCamerasAreNotFound) {
    for (const char* query :
         {"?group=nosuch", "?group=%3Cb%3E", "?camera=nosuch", "?camera=../x"}) {
        const Response answer = get(url(std::string("/events") + query));
        EXPECT_EQ(answer.status, 404) << query;
        EXPECT_THAT(answer.body, HasSubstr("no such")) << query;
    }
}

TEST_F(PushTest, TheHeaderForbidsStoringAndBuffering) {
    for (const Response& answer : {head(url("/events"))}) {
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.header("content-type"), "text/event-stream");
        EXPECT_EQ(answer.header("cache-control"), "no-store");
        EXPECT_EQ(answer.header("x-accel-buffering"), "no");
        EXPECT_EQ(answer.body, "");
    }
    Client client;
    EXPECT_EQ(client.send({.url = url("/events"), .method = "POST"}).status, 405);
}

TEST_F(PushTest, TheReconnectionTimeIsSpread) {
    std::set<int> times;
    for (int i = 0; i < 5; ++i) {
        EventStream stream(url("/events"));
        ASSERT_TRUE(stream.wait(at_least(1, "reset")));
        EXPECT_GE(stream.retry_ms(), 1000);
        EXPECT_LT(stream.retry_ms(), 3000);
        times.insert(stream.retry_ms());
    }
    EXPECT_GT(times.size(), 1u);
}

TEST_F(PushTest, TlsAndHttp2AreToldTheSame) {
    EventStream http2(wall->nginx.https_url("/events"), {.version = Version::kHttp2});
    EventStream tls(wall->nginx.https_url("/events"));
    ASSERT_TRUE(http2.wait(at_least(3, "frame")));
    ASSERT_TRUE(tls.wait(at_least(3, "frame")));
    EXPECT_EQ(http2.images().size(), 6u);
    EXPECT_EQ(tls.images().size(), 6u);
    EXPECT_EQ(http2.connections(), 1);
}

}  // namespace
}  // namespace livecam::e2e
