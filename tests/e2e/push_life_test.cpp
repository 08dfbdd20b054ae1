// The wall updates itself through everything that happens to its servers and its clients.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "tests/e2e/painted_store.h"
#include "tests/e2e/push_wall.h"
#include "tests/e2e/tcp_client.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;

TEST(Push, AQuietClientHearsACommentAndKeepsItsPlace) {
    Simulator simulator({"--cameras", "2", "--interval", "1s"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
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
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
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

TEST(Push, ADeadlineThatMovesWithoutAChangeIsTold) {
    PaintedStore store(1);
    StoreWriter& writer = store.writer();
    store.publish("a", 1000);
    Descriptor events;
    events.kind = Kind::kEvents;
    writer.publish_kind(*writer.ensure("/events"), events);
    Nginx nginx(store.path(), {.workers = 1});
    const auto alive_until = [&](auto condition) {
        return until([&] {
            writer.beat();
            return condition();
        });
    };
    EventStream stream(nginx.url("/events"));
    ASSERT_TRUE(alive_until([&] { return count(stream.events(), "reset") == 1; }));
    const std::uint32_t entry = *writer.ensure("/image/a");
    Descriptor checked = writer.descriptor(entry);
    checked.stale_at = checked.frames[0].changed_at + 3'600'000;  // asked more rarely from now on
    writer.publish_check(entry, checked);
    ASSERT_TRUE(alive_until([&] { return count(stream.events(), "state") >= 1; }));
    EXPECT_EQ(parse(stream.events().back().data)["stale_at"].GetInt64(), checked.stale_at);
    EXPECT_EQ(writer.descriptor(entry).generation, checked.generation);
}

TEST(Push, AWallIsFollowedAcrossReloadsAWorkersDeathAndTheSidecarsDeath) {
    Simulator simulator({"--cameras", "12", "--interval", "1s"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
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
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
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

#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kSlackKb = 64 * 1024;  // it keeps what was freed
#else
constexpr std::size_t kSlackKb = 1024;
#endif

/// LIVECAM_PUSH_CYCLES says how many (2000).
TEST(Push, ClientsThatComeAndGoLeaveNothingBehind) {
    Simulator simulator({"--cameras", "12", "--interval", "500ms"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
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
    EXPECT_LT(resident_kb(worker), warm + kSlackKb);
    EXPECT_EQ(nginx.workers().at(0), worker);
}

TEST(Push, AClientThatCannotKeepUpHasNoQueue) {
    Simulator simulator({"--cameras", "12", "--interval", "200ms"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
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
