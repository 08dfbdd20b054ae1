// Stopping with work under way.
#include <future>

#include "pool_fixture.h"

namespace livecam::fetch::test {
namespace {

using std::chrono::steady_clock;

class StopTest : public PoolTest {};

TEST_F(StopTest, TwoHundredHangingTransfersStopWithinASecond) {
    Watched<int> requests;
    TestServer origin([&](const TestRequest&, Connection& connection) {
        requests.update([](int& state) { ++state; });
        connection.hang();
    });
    settings.timeout = std::chrono::seconds(60);
    settings.per_host = 200;
    std::vector<config::Camera> cameras;
    for (int i = 0; i < 200; ++i) {
        const std::string name = std::to_string(i);
        cameras.push_back(camera(name, origin.url("/" + name)));
    }
    start(cameras);
    ASSERT_TRUE(requests.wait([](int state) { return state == 200; }));
    const auto began = steady_clock::now();
    pool->stop();
    EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(1));
    EXPECT_EQ(left("0"), 0u);
}

TEST_F(StopTest, StopEndsTheFirstRound) {
    Watched<int> requests;
    TestServer origin([&](const TestRequest&, Connection& connection) {
        requests.update([](int& state) { ++state; });
        connection.hang();
    });
    settings.timeout = std::chrono::seconds(60);
    start({camera("a", origin.url("/a"))});
    ASSERT_TRUE(requests.wait([](int state) { return state == 1; }));
    auto waiter = std::async(std::launch::async, [&] { pool->wait_first_round(); });
    pool->stop();
    EXPECT_EQ(waiter.wait_for(kPatience), std::future_status::ready);
}

TEST_F(StopTest, NothingIsReportedAfterStop) {
    TestServer origin(
        [](const TestRequest&, Connection& connection) { connection.answer(200, jpeg(1)); });
    start({camera("cam", origin.url("/"), milliseconds(1))});
    take("cam");
    pool->stop();
    const std::size_t reported = left("cam");
    pool->stop();
    pool->apply(settings, {camera("cam", origin.url("/"), milliseconds(1))});
    pool->set_known("cam", 0);
    EXPECT_EQ(left("cam"), reported);
}

TEST_F(StopTest, PoolStoppedRightAfterItsStartHasNoAttemptLeftOpen) {
    TestServer origin(
        [](const TestRequest&, Connection& connection) { connection.answer(200, jpeg(1)); });
    for (int i = 0; i < 50; ++i) {
        start({camera("a", origin.url("/a")), camera("b", origin.url("/b"))});
        pool->stop();
        EXPECT_TRUE(pool->first_round_ended());
    }
}

}  // namespace
}  // namespace livecam::fetch::test
