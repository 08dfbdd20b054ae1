#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/server/http_date.h"
#include "tests/unit/simulator/running_simulator.h"

namespace livecam::sim {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

TEST(Simulator, ServesAnIntactStampedPicture) {
    const RunningSimulator simulator;
    Client client(simulator.port());
    const Answer answer = client.get("/cam/2.jpg");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.header("Content-Type"), "image/jpeg");
    const auto stamp = verify(answer.bytes());
    ASSERT_TRUE(stamp);
    EXPECT_EQ(stamp->camera, "2");
    EXPECT_EQ(answer.header("Last-Modified"), http_date(stamp->born_ms / 1000));
}

TEST(Simulator, AnyNameIsACamera) {
    const RunningSimulator simulator;
    Client client(simulator.port());
    const auto stamp = verify(client.get("/cam/north-face_2.jpg").bytes());
    ASSERT_TRUE(stamp);
    EXPECT_EQ(stamp->camera, "north-face_2");
    EXPECT_EQ(client.get("/cam/.jpg").status(), 404);
    EXPECT_EQ(client.get("/cam/a%20b.jpg").status(), 404);
    EXPECT_EQ(client.get("/elsewhere").status(), 404);
}

TEST(Simulator, CamerasWithOneSceneDifferInTheStamp) {
    SimulatorOptions options = RunningSimulator::small();
    options.gallery.scenes = 1;
    const RunningSimulator simulator(options);
    Client client(simulator.port());
    const auto one = verify(client.get("/cam/0.jpg").bytes());
    const auto two = verify(client.get("/cam/1.jpg").bytes());
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->camera, "0");
    EXPECT_EQ(two->camera, "1");
    EXPECT_NE(one->hash, two->hash);
}

TEST(Simulator, KeepsTheConnectionAndAnswersPipelinedRequests) {
    const RunningSimulator simulator;
    Client client(simulator.port());
    const std::string request = "HEAD /cam/0.jpg HTTP/1.1\r\nHost: test\r\n\r\n";
    EXPECT_EQ(client.exchange(request + request, milliseconds{20000}, true).status(), 200);
    EXPECT_EQ(client.get("/cam/0.jpg").status(), 200);
    EXPECT_THAT(client.get("/cam/0.jpg", "Connection: close\r\n").head,
                HasSubstr("\r\nConnection: close\r\n"));
}

TEST(Simulator, HeadHasTheHeadersOfGetAndNoBody) {
    const RunningSimulator simulator;
    Client client(simulator.port());
    const Answer get = client.get("/cam/0.jpg");
    const Answer head = client.get("/cam/0.jpg", "", milliseconds{20000}, "HEAD");
    EXPECT_EQ(head.header("Content-Length"), get.header("Content-Length"));
    EXPECT_EQ(head.header("ETag"), get.header("ETag"));
    EXPECT_TRUE(head.body.empty());
}

TEST(Simulator, OtherMethodsAreRefused) {
    const RunningSimulator simulator;
    Client client(simulator.port());
    const Answer answer = client.get("/cam/0.jpg", "", milliseconds{20000}, "POST");
    EXPECT_EQ(answer.status(), 405);
    EXPECT_EQ(answer.header("Allow"), "GET, HEAD");
}

TEST(Simulator, NoHttpIsABadRequest) {
    const RunningSimulator simulator;
    Client client(simulator.port());
    EXPECT_EQ(client.exchange("hello\r\n\r\n", milliseconds{20000}, false).status(), 400);
}

TEST(Conditions, TheSamePictureIsNotSentAgain) {
    const RunningSimulator simulator;
    Client client(simulator.port());
    const Answer first = client.get("/cam/0.jpg");
    const std::string tag = first.header("ETag");
    const std::string date = first.header("Last-Modified");
    EXPECT_EQ(client.get("/cam/0.jpg", "If-None-Match: " + tag + "\r\n").status(), 304);
    EXPECT_EQ(client.get("/cam/0.jpg", "If-None-Match: \"x\", W/" + tag + "\r\n").status(), 304);
    EXPECT_EQ(client.get("/cam/0.jpg", "If-None-Match: *\r\n").status(), 304);
    EXPECT_EQ(client.get("/cam/0.jpg", "If-Modified-Since: " + date + "\r\n").status(), 304);
}

TEST(Conditions, AnotherPictureIsSent) {
    const RunningSimulator simulator;
    Client client(simulator.port());
    const std::string date = client.get("/cam/0.jpg").header("Last-Modified");
    EXPECT_EQ(client.get("/cam/0.jpg", "If-None-Match: \"x\"\r\n").status(), 200);
    // The tag decides where both are present (RFC 9110, 13.2.2).
    EXPECT_EQ(
        client.get("/cam/0.jpg", "If-None-Match: \"x\"\r\nIf-Modified-Since: " + date + "\r\n")
            .status(),
        200);
    EXPECT_EQ(
        client.get("/cam/0.jpg", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n").status(),
        200);
    EXPECT_EQ(client.get("/cam/0.jpg", "If-Modified-Since: yesterday\r\n").status(), 200);
}

TEST(Sequence, RunsForwardWithTheClock) {
    SimulatorOptions options = RunningSimulator::small();
    options.gallery.interval = milliseconds{50};
    const RunningSimulator simulator(options);
    Client client(simulator.port());
    const auto first = verify(client.get("/cam/0.jpg").bytes());
    ASSERT_TRUE(first);
    auto last = *first;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (last.sequence < first->sequence + 5) {
        ASSERT_LT(std::chrono::steady_clock::now(), deadline);
        const auto next = verify(client.get("/cam/0.jpg").bytes());
        ASSERT_TRUE(next);
        ASSERT_GE(next->sequence, last.sequence);
        ASSERT_EQ(next->sequence == last.sequence, next->hash == last.hash);
        last = *next;
    }
    EXPECT_GE(last.born_ms, first->born_ms + 5 * 50);
}

TEST(Sequence, GoesOnAcrossARestart) {
    std::uint64_t before = 0;
    for (int run = 0; run < 2; ++run) {
        const RunningSimulator simulator;
        Client client(simulator.port());
        const auto stamp = verify(client.get("/cam/3.jpg").bytes());
        ASSERT_TRUE(stamp);
        EXPECT_GE(stamp->sequence, before);
        EXPECT_LE(stamp->sequence, before == 0 ? stamp->sequence : before + 1);
        before = stamp->sequence;
    }
}

TEST(Control, APinnedCameraStaysAtItsPicture) {
    SimulatorOptions options = RunningSimulator::small();
    options.gallery.interval = milliseconds{50};
    const RunningSimulator simulator(options);
    Client client(simulator.port());
    EXPECT_EQ(client.get("/control/pin?camera=1&seq=1000000000").status(), 200);
    for (int i = 0; i < 3; ++i) {
        const auto pinned = verify(client.get("/cam/1.jpg").bytes());
        ASSERT_TRUE(pinned);
        EXPECT_EQ(pinned->sequence, 1000000000u);
    }
    EXPECT_EQ(client.get("/control/unpin?camera=1").status(), 200);
    const auto freed = verify(client.get("/cam/1.jpg").bytes());
    ASSERT_TRUE(freed);
    EXPECT_NE(freed->sequence, 1000000000u);
    EXPECT_EQ(client.get("/control/pin?camera=1&seq=x").status(), 400);
}

TEST(Control, StatisticsCountWhatWasAsked) {
    const RunningSimulator simulator;
    Client client(simulator.port());
    const std::string tag = client.get("/cam/0.jpg").header("ETag");
    client.get("/cam/0.jpg", "If-None-Match: " + tag + "\r\n");
    client.get("/cam/0.jpg", "", milliseconds{20000}, "HEAD");
    Client other(simulator.port());
    other.get("/cam/0.jpg");
    std::string stats = client.get("/control/stats").body;
    std::erase_if(stats, [](char c) { return c == ' ' || c == '\n'; });
    EXPECT_THAT(stats, HasSubstr("{\"cameras\":{\"0\":{\"requests\":4,\"gets\":3,\"heads\":1,"
                                 "\"not_modified\":1,\"in_flight\":0,\"in_flight_max\":1}}"));
    EXPECT_THAT(stats, HasSubstr("\"hosts\":{\"test\":{\"requests\":4,\"connections\":2,"
                                 "\"connections_max\":2,"));
    EXPECT_EQ(client.get("/control/reset").status(), 200);
    stats = client.get("/control/stats").body;
    EXPECT_THAT(stats, HasSubstr("\"requests\": 0"));
    EXPECT_THAT(stats, ::testing::Not(HasSubstr("\"requests\": 4")));
}

}  // namespace
}  // namespace livecam::sim
