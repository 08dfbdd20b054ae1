// Another configuration at run time, and the first round.
#include <future>

#include "pool_fixture.h"

namespace livecam::fetch::test {
namespace {

struct Seen {
    std::map<std::string, int> requests;  // by path
    std::map<std::string, int> gone;      // hanging requests that the peer gave up
    bool released = false;
};

/// Pictures at once, except below /hold: these wait for release().
class ApplyTest : public PoolTest {
  protected:
    ApplyTest()
        : origin([this](const TestRequest& request, Connection& connection) {
              seen.update([&](Seen& state) { ++state.requests[request.path]; });
              if (request.path.starts_with("/hang")) {
                  connection.hang();
                  seen.update([&](Seen& state) { ++state.gone[request.path]; });
                  return;
              }
              if (request.path.starts_with("/hold")) {
                  seen.wait([](const Seen& state) { return state.released; });
              }
              connection.answer(200, jpeg(1), "ETag: \"one\"\r\n");
          }) {
        settings.threads = 1;
        settings.timeout = std::chrono::seconds(15);
    }
    ~ApplyTest() override { release(); }

    void release() {
        seen.update([](Seen& state) { state.released = true; });
    }
    bool wait_request(const std::string& path, int count = 1) {
        return seen.wait([&](const Seen& state) {
            const auto found = state.requests.find(path);
            return found != state.requests.end() && found->second >= count;
        });
    }

    Watched<Seen> seen;
    TestServer origin;
};

TEST_F(ApplyTest, UnchangedCamerasRequestGoesOnWhileOthersComeAndGo) {
    const config::Camera kept = camera("kept", origin.url("/hold/kept"));
    start({kept, camera("removed", origin.url("/hang/removed"))});
    ASSERT_TRUE(wait_request("/hold/kept"));
    ASSERT_TRUE(wait_request("/hang/removed"));

    pool->apply(settings, {kept, camera("added", origin.url("/added"))});
    EXPECT_EQ(take("added").outcome, Outcome::kChanged);
    EXPECT_TRUE(seen.wait([](const Seen& state) { return state.gone.contains("/hang/removed"); }));
    release();
    EXPECT_EQ(take("kept").outcome, Outcome::kChanged);
    EXPECT_EQ(seen.get().requests["/hold/kept"], 1);
    EXPECT_EQ(left("removed"), 0u);
}

TEST_F(ApplyTest, UnchangedCameraKeepsItsBackOff) {
    const RefusingPort nobody;
    const std::string url = "http://127.0.0.1:" + std::to_string(nobody.port());
    start({camera("cam", url)});
    const Attempt first = take("cam");
    pool->apply(settings, {camera("cam", url), camera("other", origin.url("/other"))});
    take("other");
    EXPECT_EQ(left("cam"), 0u);
}

TEST_F(ApplyTest, AnotherAddressIsAnotherSourceAskedAtOnceAndWithoutCondition) {
    const config::Camera before = camera("cam", origin.url("/before"));
    const config::Camera after = camera("cam", origin.url("/after"));
    start({before});
    EXPECT_EQ(take("cam").source, source_version(before));
    pool->apply(settings, {after});
    const Attempt attempt = take("cam");
    EXPECT_EQ(attempt.source, source_version(after));
    EXPECT_NE(source_version(before), source_version(after));
    EXPECT_EQ(attempt.http_status, 200);
    EXPECT_EQ(attempt.outcome, Outcome::kUnchanged) << "the same bytes need no new frame";
}

TEST_F(ApplyTest, CameraThatComesBackIsFetchedAfresh) {
    start({camera("cam", origin.url("/a"))});
    EXPECT_EQ(take("cam").outcome, Outcome::kChanged);
    pool->apply(settings, {});
    pool->apply(settings, {camera("cam", origin.url("/a"))});
    EXPECT_EQ(take("cam").outcome, Outcome::kChanged);
}

TEST_F(ApplyTest, ShorterIntervalIsFollowedAtOnce) {
    start({camera("cam", origin.url("/a"), std::chrono::hours(1))});
    take("cam");
    pool->apply(settings, {camera("cam", origin.url("/a"), milliseconds(5))});
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(take("cam").outcome, Outcome::kUnchanged);
    }
}

TEST_F(ApplyTest, HigherCapLetsTheWaitingGo) {
    settings.per_host = 1;
    settings.timeout = 2 * kPatience;
    const std::vector<config::Camera> cameras = {camera("a", origin.url("/hang/a")),
                                                 camera("b", origin.url("/hang/b"))};
    start(cameras);
    ASSERT_TRUE(seen.wait([](const Seen& state) { return state.requests.size() == 1; }));
    settings.per_host = 2;
    pool->apply(settings, cameras);
    EXPECT_TRUE(seen.wait([](const Seen& state) { return state.requests.size() == 2; }));
}

TEST_F(ApplyTest, CameraRemovedWhileItWaitsForItsTurnIsNotAsked) {
    settings.per_host = 1;
    start({camera("a", origin.url("/hang/a"))});
    ASSERT_TRUE(wait_request("/hang/a"));
    const config::Camera running = camera("a", origin.url("/hang/a"));
    pool->apply(settings, {running, camera("b", origin.url("/b"))});
    pool->apply(settings, {running});
    pool->apply(settings, {camera("c", origin.url("/c"))});
    EXPECT_EQ(take("c").outcome, Outcome::kChanged);
    EXPECT_FALSE(seen.get().requests.contains("/b"));
}

TEST_F(ApplyTest, DisabledCamerasAndIframesAreNotFetched) {
    config::Camera disabled = camera("disabled", origin.url("/disabled"));
    disabled.enabled = false;
    config::Camera iframe = camera("iframe", origin.url("/iframe"));
    iframe.kind = config::CameraKind::kIframe;
    config::Camera road = camera("road", origin.url("/road"));
    road.kind = config::CameraKind::kRoadStatus;
    start({disabled, iframe, road});
    pool->wait_first_round();
    take("road");
    EXPECT_EQ(seen.get().requests, (std::map<std::string, int>{{"/road", 1}}));
}

TEST_F(ApplyTest, FirstRoundEndsWhenTheLastCameraHasHadItsAttempt) {
    start({camera("a", origin.url("/a")), camera("b", origin.url("/hold/b"))});
    take("a");
    ASSERT_TRUE(wait_request("/hold/b"));
    EXPECT_FALSE(pool->first_round_ended());
    release();
    pool->wait_first_round();
    EXPECT_EQ(left("b"), 1u) << "the sink has seen what the round waited for";
}

TEST_F(ApplyTest, FirstRoundEndsThoughAllFail) {
    const RefusingPort nobody;
    const std::string url = "http://127.0.0.1:" + std::to_string(nobody.port());
    start({camera("a", url + "/a"), camera("b", url + "/b"), camera("c", "not an address")});
    pool->wait_first_round();
    EXPECT_TRUE(pool->first_round_ended());
    for (const char* slug : {"a", "b", "c"}) {
        EXPECT_EQ(take(slug).outcome, Outcome::kFailed);
    }
}

TEST_F(ApplyTest, FirstRoundOfNoCamerasEndsAtOnce) {
    start({});
    EXPECT_TRUE(pool->first_round_ended());
}

TEST_F(ApplyTest, FirstRoundDoesNotWaitForACameraThatIsRemoved) {
    start({camera("a", origin.url("/hang/a"))});
    ASSERT_TRUE(wait_request("/hang/a"));
    EXPECT_FALSE(pool->first_round_ended());
    pool->apply(settings, {});
    pool->wait_first_round();
}

}  // namespace
}  // namespace livecam::fetch::test
