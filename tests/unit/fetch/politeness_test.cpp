// What an origin has to bear, and what others must not notice of it.
#include <set>

#include "pool_fixture.h"

namespace livecam::fetch::test {
namespace {

struct Load {
    int active = 0;
    int peak = 0;
    int requests = 0;
    bool released = false;
};

/// An origin that holds every request until it is released, and counts.
class HoldingOrigin {
  public:
    HoldingOrigin()
        : server_([this](const TestRequest&, Connection& connection) {
              load.update([](Load& state) {
                  ++state.requests;
                  ++state.active;
                  state.peak = std::max(state.peak, state.active);
              });
              load.wait([](const Load& state) { return state.released; });
              load.update([](Load& state) { --state.active; });
              connection.answer(200, jpeg(1));
          }) {}
    ~HoldingOrigin() { release(); }

    void release() {
        load.update([](Load& state) { state.released = true; });
    }
    std::string url(const std::string& path) const { return server_.url(path); }

    Watched<Load> load;

  private:
    TestServer server_;
};

class PolitenessTest : public PoolTest {
  protected:
    PolitenessTest()
        : quick(
              [](const TestRequest&, Connection& connection) { connection.answer(200, jpeg(2)); }) {
        settings.threads = 1;
        settings.timeout = std::chrono::seconds(15);
    }

    config::Camera quick_camera() { return camera("quick", quick.url("/"), milliseconds(5)); }

    /// The one thread has gone round so often that whatever it wanted to start has been started.
    void watch_quick_camera() {
        for (int i = 0; i < 10; ++i) {
            EXPECT_NE(take("quick").outcome, Outcome::kFailed);
        }
    }

    TestServer quick;
};

TEST_F(PolitenessTest, CapOfAnOriginIsReachedAndNeverExceededAndDelaysNobodyElse) {
    settings.per_host = 3;
    HoldingOrigin origin;
    std::vector<config::Camera> cameras = {quick_camera()};
    for (int i = 0; i < 12; ++i) {
        const std::string name = std::to_string(i);
        cameras.push_back(camera(name, origin.url("/" + name)));
    }
    start(cameras);
    ASSERT_TRUE(origin.load.wait([](const Load& state) { return state.active == 3; }));
    watch_quick_camera();
    EXPECT_EQ(origin.load.get().requests, 3);
    origin.release();
    int waited = 0;
    for (int i = 0; i < 12; ++i) {
        const Attempt attempt = take(std::to_string(i));
        EXPECT_EQ(attempt.outcome, Outcome::kChanged);
        waited += attempt.waited_ms >= 10 ? 1 : 0;  // ten rounds of at least a few ms
    }
    EXPECT_EQ(waited, 9);
    EXPECT_EQ(origin.load.get().peak, 3);
}

TEST_F(PolitenessTest, CapHoldsOverManyRounds) {
    settings.per_host = 2;
    Watched<Load> load;
    TestServer origin([&](const TestRequest&, Connection& connection) {
        load.update([](Load& state) {
            ++state.requests;
            state.peak = std::max(state.peak, ++state.active);
        });
        const std::string picture = jpeg(1);
        load.update([](Load& state) { --state.active; });
        connection.answer(200, picture);
    });
    std::vector<config::Camera> cameras;
    for (int i = 0; i < 10; ++i) {
        const std::string name = std::to_string(i);
        cameras.push_back(camera(name, origin.url("/" + name), milliseconds(2)));
    }
    start(cameras);
    ASSERT_TRUE(load.wait([](const Load& state) { return state.requests > 300; }));
    EXPECT_LE(load.get().peak, 2);
    EXPECT_LE(origin.connections(), 2);
}

TEST_F(PolitenessTest, CameraIsNeverAskedTwiceAtOnceHoweverLateItIs) {
    HoldingOrigin origin;
    start({quick_camera(), camera("slow", origin.url("/"), milliseconds(1))});
    ASSERT_TRUE(origin.load.wait([](const Load& state) { return state.active == 1; }));
    watch_quick_camera();
    EXPECT_EQ(origin.load.get().requests, 1);
    origin.release();
    ASSERT_TRUE(origin.load.wait([](const Load& state) { return state.requests >= 10; }));
    EXPECT_EQ(origin.load.get().peak, 1);
}

TEST_F(PolitenessTest, ConnectionsAreKept) {
    start({quick_camera()});
    watch_quick_camera();
    EXPECT_EQ(quick.connections(), 1);
}

TEST_F(PolitenessTest, ConnectionSurvivesAnErrorPage) {
    TestServer origin([](const TestRequest&, Connection& connection) {
        connection.answer(503, std::string(20'000, 'x'));
    });
    settings.max_backoff = milliseconds(5);
    start({camera("cam", origin.url("/"), milliseconds(5))});
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(take("cam").reason, Reason::kServerError);
    }
    EXPECT_EQ(origin.connections(), 1);
}

TEST_F(PolitenessTest, SameHostOnAnotherPortIsAnotherOrigin) {
    settings.per_host = 1;
    HoldingOrigin first;
    HoldingOrigin second;
    start({camera("a", first.url("/")), camera("b", second.url("/"))});
    EXPECT_TRUE(first.load.wait([](const Load& state) { return state.active == 1; }));
    EXPECT_TRUE(second.load.wait([](const Load& state) { return state.active == 1; }));
}

TEST_F(PolitenessTest, OriginsBehindOneProxyDoNotShareACap) {
    settings.per_host = 1;
    HoldingOrigin proxy;
    std::vector<config::Camera> cameras = {camera("a", "http://a.test/"),
                                           camera("b", "http://b.test/")};
    for (config::Camera& one : cameras) {
        one.reach.proxy = proxy.url("");
    }
    start(cameras);
    EXPECT_TRUE(proxy.load.wait([](const Load& state) { return state.active == 2; }));
}

TEST_F(PolitenessTest, ALookAtACameraThatIsNotIdleAsksForNothing) {
    settings.idle_after = std::chrono::hours(1);
    TestServer origin(
        [](const TestRequest&, Connection& connection) { connection.answer(200, jpeg(1)); });
    start({quick_camera(), camera("cam", origin.url("/"))});
    EXPECT_EQ(take("cam").outcome, Outcome::kChanged);
    for (int i = 0; i < 3; ++i) {
        pool->looked({"cam"});
        watch_quick_camera();
    }
    EXPECT_EQ(left("cam"), 0u);
}

TEST_F(PolitenessTest, FailuresBackOff) {
    TestServer origin(
        [](const TestRequest&, Connection& connection) { connection.answer(500, ""); });
    settings.max_backoff = std::chrono::hours(1);
    start({camera("cam", origin.url("/"), milliseconds(4))});
    std::int64_t longest = 0;
    for (int i = 0; i < 6; ++i) {
        const Attempt attempt = take("cam");
        const std::int64_t wait = attempt.next_due_at - attempt.finished_at;
        EXPECT_LE(wait, 4 << i);
        EXPECT_GE(wait, 3);
        longest = std::max(longest, wait);
    }
    EXPECT_GT(longest, 4);
}

}  // namespace
}  // namespace livecam::fetch::test
