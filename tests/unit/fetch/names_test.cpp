// Names, and resolvers that do not answer.
#include <gmock/gmock.h>
#include <unistd.h>

#include "pool_fixture.h"

namespace livecam::fetch::test {
namespace {

using ::testing::HasSubstr;

class NamesTest : public PoolTest {
  protected:
    NamesTest()
        : origin(
              [](const TestRequest&, Connection& connection) { connection.answer(200, jpeg(1)); }) {
        settings.threads = 1;
        lookup = [this](const std::string& host) {
            looked_up.update([&](auto& state) { state.push_back(host); });
            if (host.starts_with("dead")) {
                ::pause();
            }
            if (host == "slow.test") {
                std::this_thread::sleep_for(milliseconds(1500));  // the subject is this delay
            }
            return host.ends_with("none.test") ? Resolved{{}, "no such name"}
                                               : Resolved{{"127.0.0.1"}, {}};
        };
    }

    std::string at(const std::string& host, const std::string& path = "/a.jpg") const {
        return "http://" + host + ":" + std::to_string(origin.port()) + path;
    }

    Watched<std::vector<std::string>> looked_up;
    TestServer origin;
};

TEST_F(NamesTest, ANameIsResolvedOnceForAllItsCameras) {
    start({camera("a", at("cam.test", "/a")), camera("b", at("cam.test", "/b"))});
    EXPECT_EQ(take("a").outcome, Outcome::kChanged);
    EXPECT_EQ(take("b").outcome, Outcome::kChanged);
    EXPECT_EQ(looked_up.get(), std::vector<std::string>{"cam.test"});
}

TEST_F(NamesTest, AnAddressIsNotLookedUp) {
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).outcome, Outcome::kChanged);
    EXPECT_TRUE(looked_up.get().empty());
}

TEST_F(NamesTest, ANameThatDoesNotExistIsDns) {
    const Attempt attempt = attempt_at(at("none.test"));
    EXPECT_EQ(attempt.reason, Reason::kDns);
    EXPECT_THAT(attempt.detail, HasSubstr("cannot resolve none.test: no such name"));
}

TEST_F(NamesTest, ASecretThatARedirectMakesAHostsNameIsNotTold) {
    TestServer curious([](const TestRequest&, Connection& connection) {
        connection.answer(302, "", "Location: http://S3cretWord.none.test/\r\n");
    });
    const Attempt attempt =
        attempt_at("http://viewer:S3cretWord@127.0.0.1:" + std::to_string(curious.port()) + "/");
    EXPECT_EQ(attempt.reason, Reason::kDns);
    EXPECT_THAT(attempt.detail, HasSubstr("cannot resolve ***.none.test"));
}

TEST_F(NamesTest, TheDeadlineIsOneForTheNameAndTheAnswer) {
    settings.timeout = std::chrono::seconds(2);
    TestServer silent([](const TestRequest&, Connection& connection) { connection.hang(); });
    const Attempt attempt =
        attempt_at("http://slow.test:" + std::to_string(silent.port()) + "/a.jpg");
    EXPECT_EQ(attempt.reason, Reason::kTimeout);
    EXPECT_THAT(attempt.detail, testing::Not(HasSubstr("overdue")));
    EXPECT_GE(attempt.finished_at - attempt.started_at, 1900);
    EXPECT_EQ(pool->counters().overdue, 0u) << "what is left of it, not as much again";
}

TEST_F(NamesTest, ARedirectToAnotherNameIsResolvedHereToo) {
    TestServer first([this](const TestRequest&, Connection& connection) {
        connection.answer(302, "", "Location: " + at("second.test") + "\r\n");
    });
    start({camera("cam", "http://first.test:" + std::to_string(first.port()) + "/",
                  milliseconds(5))});
    EXPECT_EQ(take("cam").outcome, Outcome::kChanged);
    EXPECT_EQ(take("cam").outcome, Outcome::kUnchanged);
    const std::vector<std::string> expected = {"first.test", "second.test"};
    EXPECT_EQ(looked_up.get(), expected);
}

TEST_F(NamesTest, ARedirectToANameThatDoesNotExistIsDns) {
    TestServer first([](const TestRequest&, Connection& connection) {
        connection.answer(302, "", "Location: http://none.test/\r\n");
    });
    EXPECT_EQ(attempt_at(first.url("/")).reason, Reason::kDns);
}

TEST_F(NamesTest, AResolverThatNeverAnswersEndsAtTheDeadlineAndDelaysNobody) {
    settings.timeout = milliseconds(400);
    settings.max_backoff = milliseconds(10);
    std::vector<config::Camera> cameras = {camera("quick", origin.url("/"), milliseconds(5))};
    for (int i = 0; i < 40; ++i) {
        const std::string name = "dead" + std::to_string(i);
        cameras.push_back(camera(name, at(name + ".test"), milliseconds(5)));
    }
    start(cameras);
    for (int i = 0; i < 3; ++i) {  // threads are full by then, and it is still no wedge
        const Attempt attempt = take("dead" + std::to_string(i));
        EXPECT_EQ(attempt.reason, Reason::kDns);
        EXPECT_THAT(attempt.detail, HasSubstr("no answer from the resolver"));
        EXPECT_GE(attempt.finished_at - attempt.started_at, 390);
        EXPECT_LT(attempt.finished_at - attempt.started_at, 2000);
    }
    take("dead7");
    take("dead7");
    std::int64_t latest = 0;
    for (int i = 0; i < 50; ++i) {
        latest = std::max(latest, take("quick").late_ms);
    }
    EXPECT_LT(latest, 250) << "due times of others are kept";
    EXPECT_EQ(pool->resolver().threads, Resolver::kMaxThreads);
    const auto began = std::chrono::steady_clock::now();
    pool->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(1));
}

}  // namespace
}  // namespace livecam::fetch::test
