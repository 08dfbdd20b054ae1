// The wall updates itself: /events over every protocol, through everything that happens to a
// server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <regex>
#include <set>

#include "tests/e2e/event_stream.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/tcp_client.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;

rapidjson::Document parse(const std::string& text) {
    rapidjson::Document document;
    document.Parse(text.c_str());
    EXPECT_FALSE(document.HasParseError()) << text;
    return document;
}

std::size_t count(const std::vector<Event>& events, const std::string& type) {
    return static_cast<std::size_t>(std::count_if(
        events.begin(), events.end(), [&](const Event& event) { return event.type == type; }));
}

auto at_least(std::size_t n, std::string type) {
    return [n, type = std::move(type)](const std::vector<Event>& events) {
        return count(events, type) >= n;
    };
}

/// Camera → image, as the groups' JSON says it.
std::map<std::string, std::string> shown(const Nginx& nginx, const std::string& group) {
    std::map<std::string, std::string> images;
    const rapidjson::Document json = parse(get(nginx.url("/" + group + ".json")).body);
    for (const auto& camera : json["cameras"].GetArray()) {
        if (camera["image"].IsString()) {
            images[camera["slug"].GetString()] = camera["image"].GetString();
        }
    }
    return images;
}

std::map<std::string, std::string> all_shown(const Nginx& nginx) {
    auto images = shown(nginx, "north");
    images.merge(shown(nginx, "south"));
    return images;
}

struct PushTest : testing::Test {
    struct Wall {
        Simulator simulator{{"--cameras", "6", "--interval", "1s"}};
        StoreDir store;
        Livecamd livecamd{simulator.config(), store.path()};
        bool ready = livecamd.wait_ready();
        Nginx nginx{store.path(), {.workers = 1, .tls = true}};
    };
    static void SetUpTestSuite() {
        wall = std::make_unique<Wall>();
        ASSERT_TRUE(wall->ready) << wall->livecamd.log();
        // On a busy machine a camera may miss the first round.
        ASSERT_TRUE(until([] { return all_shown(wall->nginx).size() == 6; }));
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

TEST(Push, AQuietClientHearsACommentAndKeepsItsPlace) {
    Simulator simulator({"--cameras", "2", "--interval", "1s"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    Nginx nginx(store.path(), {.workers = 1});
    ASSERT_TRUE(until([&] { return all_shown(nginx).size() == 2; }));
    // The group's pages go on changing with the other camera; of this one there is no news.
    const std::string quiet = shown(nginx, "south").begin()->first;
    EventStream stream(nginx.url("/events?camera=" + quiet));
    ASSERT_TRUE(stream.wait(at_least(1, "reset")));
    simulator.fault("*", "frozen");
    ASSERT_TRUE(until([&] { return stream.comments() > 0; }));
    // The other camera changed meanwhile, so its place is not where it began.
    EXPECT_NE(stream.last_event_id(), stream.events()[0].id);
    for (const Event& event : stream.events()) {
        EXPECT_THAT(event.data, HasSubstr(quiet));
    }
}

TEST(Push, StatesAreToldWhenADeadlinePasses) {
    Simulator simulator({"--cameras", "2", "--interval", "1s"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    Nginx nginx(store.path(), {.workers = 1});
    EventStream stream(nginx.url("/events"));
    ASSERT_TRUE(stream.wait(at_least(1, "frame")));
    simulator.fault("*", "404");
    EXPECT_TRUE(stream.wait([](const std::vector<Event>& events) {
        return std::any_of(events.begin(), events.end(), [](const Event& event) {
            return event.type == "state" && parse(event.data)["state"] == "down";
        });
    }));
}

TEST(Push, AWallIsFollowedAcrossReloadsAWorkersDeathAndTheSidecarsDeath) {
    Simulator simulator({"--cameras", "12", "--interval", "1s"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    Nginx nginx(store.path(), {.tls = true});
    nginx.allow("exited on signal 9");
    EventStream plain(nginx.url("/events"));
    EventStream http2(nginx.https_url("/events"), {.version = Version::kHttp2});
    for (EventStream* stream : {&plain, &http2}) {
        ASSERT_TRUE(stream->wait(at_least(1, "frame")));
    }
    // A connection counts when it has told something.
    const auto told_again = [](EventStream& stream, int connections) {
        if (!until([&] { return stream.connections() >= connections; })) {
            return false;
        }
        const std::size_t frames = count(stream.events(), "frame");
        return stream.wait(at_least(frames + 2, "frame"));
    };
    nginx.reload();
    ASSERT_TRUE(told_again(plain, 2) && told_again(http2, 2));
    const std::vector<pid_t> workers = nginx.workers();
    for (const pid_t worker : workers) {
        ::kill(worker, SIGKILL);
    }
    ASSERT_TRUE(told_again(plain, 3) && told_again(http2, 3));
    livecamd.process().kill();
    livecamd.start();
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    const std::size_t frames = count(plain.events(), "frame");
    ASSERT_TRUE(plain.wait(at_least(frames + 12, "frame")));
    simulator.fault("*", "frozen");  // so that there is a final state
    const auto same = [&](const EventStream& stream) {
        return stream.images() == all_shown(nginx);
    };
    EXPECT_TRUE(until([&] { return same(plain); }));
    EXPECT_TRUE(until([&] { return same(http2); }));
    // The same index all the time: nobody had to begin anew.
    EXPECT_EQ(count(plain.events(), "reset"), 1u);
    EXPECT_EQ(count(http2.events(), "reset"), 1u);
}

TEST(Push, ClientsBeyondTheLimitAreToldToComeLater) {
    Simulator simulator({"--cameras", "1", "--interval", "5s"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    Nginx nginx(store.path(), {.http = "livecam_max_events 2;", .workers = 1});
    auto first = std::make_unique<EventStream>(nginx.url("/events"));
    EventStream second(nginx.url("/events"));
    ASSERT_TRUE(first->wait(at_least(1, "reset")) && second.wait(at_least(1, "reset")));
    const Response third = get(nginx.url("/events"));
    EXPECT_EQ(third.status, 503);
    EXPECT_NE(third.header("retry-after"), "");
    first.reset();  // its place is free as soon as the worker sees it leave
    EventStream fourth(nginx.url("/events"));
    EXPECT_TRUE(fourth.wait(at_least(1, "reset")));
}

std::size_t resident_kb(pid_t process) {
    const std::string status = read_file("/proc/" + std::to_string(process) + "/status");
    const std::size_t at = status.find("VmRSS:");
    return at == std::string::npos ? 0 : std::stoul(status.substr(at + 6));
}

int cycles() {
    const char* wanted = std::getenv("LIVECAM_PUSH_CYCLES");
    return wanted != nullptr ? std::atoi(wanted) : 2000;
}

/// LIVECAM_PUSH_CYCLES says how many (2000).
TEST(Push, ClientsThatComeAndGoLeaveNothingBehind) {
    Simulator simulator({"--cameras", "12", "--interval", "500ms"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    Nginx nginx(store.path(), {.workers = 1});
    const pid_t worker = nginx.workers().at(0);
    std::size_t warm = 0;
    for (int i = 0; i < cycles(); ++i) {
        TcpClient client(nginx.port());
        ASSERT_TRUE(client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        // Some leave in the middle of the whole state, some later.
        std::string told = client.read(i % 3 == 0 ? 100 : 65536);
        ASSERT_TRUE(told.starts_with("HTTP/1.1 200"));
        if (i == cycles() / 4) {
            warm = resident_kb(worker);
        }
    }
    EXPECT_LT(resident_kb(worker), warm + 1024);
    EXPECT_EQ(nginx.workers().at(0), worker);
}

TEST(Push, AClientThatCannotKeepUpHasNoQueue) {
    Simulator simulator({"--cameras", "12", "--interval", "200ms"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    Nginx nginx(store.path(), {.listen = "sndbuf=4k", .workers = 1});
    TcpClient slow(nginx.port(), 2048);
    ASSERT_TRUE(slow.send("GET /events HTTP/1.0\r\nHost: localhost\r\n\r\n"));
    EventStream fast(nginx.url("/events"));
    ASSERT_TRUE(fast.wait(at_least(400, "frame")));  // some 60 KB, of which the slow one takes none
    simulator.fault("*", "frozen");
    std::string told;
    const auto last = [&] { return all_shown(nginx); };
    ASSERT_TRUE(until([&] {
        told += slow.read(65536, 100ms);
        const auto images = last();
        return std::all_of(images.begin(), images.end(), [&](const auto& image) {
            return told.find(image.second) != std::string::npos;
        });
    })) << "it has to learn of the newest picture of each camera";
    std::size_t frames = 0;
    for (std::size_t at = 0; (at = told.find("event: frame", at)) != std::string::npos; ++at) {
        ++frames;
    }
    EXPECT_LT(frames, 200u) << "what it missed was kept for it";
}

}  // namespace
}  // namespace livecam::e2e
