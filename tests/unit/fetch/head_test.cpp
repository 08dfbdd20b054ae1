// HEAD first, for cameras that ignore conditions: what is asked, and what it saves.
#include <atomic>

#include "pool_fixture.h"

namespace livecam::fetch::test {
namespace {

class HeadTest : public PoolTest {
  protected:
    /// Shows each picture for ten answers to whatever is asked, and ignores conditions.
    TestServer::Handler careless(bool head_is_true, int head_status = 200) {
        return [=, this](const TestRequest& request, Connection& connection) {
            const int version = stands_still ? asked / 10 : asked++ / 10;
            const std::string picture = jpeg(version);
            const std::string etag = "ETag: \"" + std::to_string(version) + "\"\r\n";
            if (request.method == "HEAD") {
                ++heads;
                const std::string old = "ETag: \"" + std::to_string(frozen) + "\"\r\n";
                connection.answer_head(head_status, picture.size(), head_is_true ? etag : old);
                return;
            }
            ++gets;
            sent += picture.size();
            frozen = version;
            connection.answer(200, picture, etag);
        };
    }

    std::atomic<int> asked = 0, heads = 0, gets = 0, frozen = 0;
    std::atomic<std::size_t> sent = 0;
    std::atomic<bool> stands_still = false;
};

TEST_F(HeadTest, MostLooksCostAHeadAndEveryPictureIsFound) {
    TestServer origin(careless(true));
    start({camera("cam", origin.url("/"), milliseconds(2))});
    int changed = 0;
    const int attempts = 200;
    for (int i = 0; i < attempts; ++i) {
        const Attempt attempt = take("cam");
        ASSERT_NE(attempt.outcome, Outcome::kFailed) << attempt.detail;
        changed += attempt.outcome == Outcome::kChanged ? 1 : 0;
    }
    pool->stop();
    EXPECT_GE(changed, asked / 10 - 1);
    EXPECT_GT(heads, attempts * 60 / 100);
    EXPECT_LT(gets, attempts * 55 / 100) << "a GET for a picture, to learn, and to check";
    EXPECT_LT(heads + gets, attempts * 130 / 100) << "never both every time";
    std::printf("%d attempts: %d HEAD, %d GET, %zu bytes; by GET alone %d GET, %zu bytes\n",
                attempts, heads.load(), gets.load(), sent.load(), attempts,
                static_cast<std::size_t>(attempts) * jpeg(1).size());
    const Counters& counters = pool->counters();
    EXPECT_EQ(counters.heads, static_cast<std::uint64_t>(heads));
    EXPECT_EQ(counters.gets, static_cast<std::uint64_t>(gets));
}

TEST_F(HeadTest, APictureThatWasLostIsFetchedAgainWhateverAHeadSays) {
    TestServer origin(careless(true));
    start({camera("cam", origin.url("/"), milliseconds(10))});
    while (heads < 20 && !HasFailure()) {
        take("cam");
    }
    stands_still = true;
    for (int time = 0; time < 4; ++time) {
        for (int unchanged = 0; unchanged < 3 && !HasFailure();) {
            unchanged = take("cam").outcome == Outcome::kUnchanged ? unchanged + 1 : 0;
        }
        while (left("cam") > 0) {
            take("cam");
        }
        pool->set_known("cam", 0);
        int looks = 1;
        for (; take("cam").outcome != Outcome::kChanged && !HasFailure(); ++looks) {
        }
        EXPECT_LE(looks, 3) << "one may have been under way, and one reported meanwhile";
    }
}

TEST_F(HeadTest, AHeadThatLiesIsFoundOutAndLeftAlone) {
    TestServer origin(careless(false));
    start({camera("cam", origin.url("/"), milliseconds(2))});
    for (int i = 0; i < 150; ++i) {
        ASSERT_NE(take("cam").outcome, Outcome::kFailed);
    }
    pool->stop();
    EXPECT_GT(heads, 0) << "it looked trustworthy";
    EXPECT_LE(heads, 3 * HeadRule::kVerifyEvery);
    EXPECT_GT(gets, 100);
}

TEST_F(HeadTest, AHeadThatIsRefusedIsNoFailureOfTheCamera) {
    TestServer origin(careless(true, 405));
    start({camera("cam", origin.url("/"), milliseconds(2))});
    for (int i = 0; i < 60; ++i) {
        ASSERT_NE(take("cam").outcome, Outcome::kFailed);
    }
    pool->stop();
    EXPECT_EQ(heads, 1);
}

TEST_F(HeadTest, ACameraThatHonoursConditionsIsNeverAskedByHead) {
    TestServer origin([this](const TestRequest& request, Connection& connection) {
        const std::string etag = "\"" + std::to_string(asked++ / 10) + "\"";
        heads += request.method == "HEAD" ? 1 : 0;
        if (request.header("if-none-match") == etag) {
            connection.answer(304, "", "ETag: " + etag + "\r\n");
        } else {
            connection.answer(200, jpeg(asked / 10), "ETag: " + etag + "\r\n");
        }
    });
    start({camera("cam", origin.url("/"), milliseconds(2))});
    for (int i = 0; i < 60; ++i) {
        ASSERT_NE(take("cam").outcome, Outcome::kFailed);
    }
    pool->stop();
    EXPECT_EQ(heads, 0);
}

}  // namespace
}  // namespace livecam::fetch::test
