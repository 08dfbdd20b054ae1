// How often a camera is asked: learned rhythms, cameras nobody looks at, and what is late.
#include <atomic>
#include <optional>

#include "pool_fixture.h"

namespace livecam::fetch::test {
namespace {

using std::chrono::steady_clock;

class IntervalTest : public PoolTest {
  protected:
    static config::Camera learning(const std::string& url) {
        config::Camera made = camera("cam", url);
        made.learns_interval = true;
        made.min_interval = milliseconds(20);
        made.max_interval = milliseconds(600);
        return made;
    }
};

TEST_F(IntervalTest, ARhythmIsLearnedAndReported) {
    const auto began = steady_clock::now();
    std::atomic<int> asked = 0;
    TestServer origin([&](const TestRequest&, Connection& connection) {
        ++asked;
        const auto version = (steady_clock::now() - began) / milliseconds(400);
        connection.answer(200, jpeg(static_cast<int>(version)));
    });
    start({learning(origin.url("/"))});
    int changed = 0;
    Attempt last;
    while (changed < 12) {
        last = take("cam");
        EXPECT_GE(last.next_due_at - last.started_at, 15) << "never below the limit";
        EXPECT_LE(last.next_due_at - last.started_at, 700) << "never above it";
        changed += last.outcome == Outcome::kChanged ? 1 : 0;
    }
    EXPECT_GT(last.period_ms, 250);
    EXPECT_LT(last.period_ms, 650);
    EXPECT_LT(asked, 12 * 6);
}

TEST_F(IntervalTest, ACameraNobodyLooksAtIsAskedRarelyAndAtOnceWhenSomebodyDoes) {
    settings.idle_after = milliseconds(100);
    settings.idle_interval = std::chrono::hours(1);
    TestServer origin(
        [](const TestRequest&, Connection& connection) { connection.answer(200, jpeg(1)); });
    config::Camera steady = camera("cam", origin.url("/"), milliseconds(5));
    for (const config::Camera& one : {steady, learning(origin.url("/"))}) {
        SCOPED_TRACE(one.learns_interval ? "auto" : "steady");
        start({one});
        std::int64_t wait = 0;
        while (wait < 600'000 && !HasFailure()) {
            const Attempt attempt = take("cam");
            wait = attempt.next_due_at - attempt.finished_at;
        }
        EXPECT_EQ(left("cam"), 0u);
        pool->looked({"cam", "unknown"});
        const Attempt fresh = take("cam");
        EXPECT_LT(fresh.next_due_at - fresh.finished_at, 1000) << "and goes on in its rhythm";
        EXPECT_TRUE(fresh.interval_ms == 5 || one.learns_interval) << fresh.interval_ms;
        pool.reset();
        while (left("cam") > 0) {
            take("cam");
        }
    }
}

TEST_F(IntervalTest, ALookDoesNotBreakABackOff) {
    settings.idle_after = milliseconds(1);
    settings.idle_interval = milliseconds(5);
    settings.max_backoff = std::chrono::hours(2);
    TestServer origin([](const TestRequest&, Connection& connection) {
        connection.answer(503, "", "Retry-After: 600\r\n");
    });
    TestServer quick(
        [](const TestRequest&, Connection& connection) { connection.answer(200, jpeg(1)); });
    start({camera("cam", origin.url("/"), milliseconds(5))});
    take("cam");
    pool->looked({"cam"});
    pool->apply(settings, {camera("cam", origin.url("/"), milliseconds(5)),
                           camera("other", quick.url("/"), milliseconds(5))});
    take("other");
    take("other");
    EXPECT_EQ(left("cam"), 0u);
}

TEST_F(IntervalTest, WaitingForTheCapCountsAsLate) {
    settings.per_host = 1;
    TestServer origin([](const TestRequest&, Connection& connection) {
        std::this_thread::sleep_for(milliseconds(300));  // the test's subject is this delay
        connection.answer(200, jpeg(1));
    });
    start({camera("a", origin.url("/a")), camera("b", origin.url("/b"))});
    const Attempt a = take("a");
    const Attempt b = take("b");
    const Attempt& second = a.late_ms > b.late_ms ? a : b;
    EXPECT_GE(second.late_ms, 290);
    EXPECT_GE(second.waited_ms, 290);
    EXPECT_EQ(pool->counters().late, 1u);
    EXPECT_EQ(pool->counters().attempts, 2u);
    EXPECT_GE(pool->counters().waited_ms, 290u);
}

TEST_F(IntervalTest, ABodyThatTricklesIsGivenUpBeforeTheDeadline) {
    settings.timeout = std::chrono::seconds(60);
    settings.min_speed = 10'000;
    TestServer origin([](const TestRequest&, Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n");
        connection.trickle();
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.reason, Reason::kTimeout);
    EXPECT_NE(attempt.detail.find("too slow"), std::string::npos) << attempt.detail;
    EXPECT_LT(attempt.finished_at - attempt.started_at, 20'000);
}

TEST_F(IntervalTest, ACameraMayTakeItsTimeBeforeItAnswers) {
    settings.timeout = std::chrono::seconds(60);
    settings.min_speed = 10'000;
    TestServer origin([](const TestRequest&, Connection& connection) {
        std::this_thread::sleep_for(milliseconds(4500));  // longer than a slow body is borne with
        connection.answer(200, jpeg(1));
    });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).outcome, Outcome::kChanged);
}

}  // namespace
}  // namespace livecam::fetch::test
