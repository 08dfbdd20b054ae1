// Asking only for what is new.
#include "pool_fixture.h"
#include "shared/hash.h"

namespace livecam::fetch::test {
namespace {

constexpr const char* kValidators =
    "ETag: W/\"v1\"\r\nLast-Modified: Mon, 06 Jul 2020 10:00:00 GMT\r\n";

class ConditionalTest : public PoolTest {
  protected:
    /// Keeps what was asked, and answers with `reply`.
    TestServer::Handler recording(TestServer::Handler reply) {
        return
            [this, reply = std::move(reply)](const TestRequest& request, Connection& connection) {
                asked.update([&](auto& state) { state.push_back(request); });
                reply(request, connection);
            };
    }

    Watched<std::vector<TestRequest>> asked;
};

bool is_conditional(const TestRequest& request) {
    return request.header("if-none-match") == "W/\"v1\"" &&
           request.header("if-modified-since") == "Mon, 06 Jul 2020 10:00:00 GMT";
}

TEST_F(ConditionalTest, BothValidatorsAreSentBackAnd304MeansUnchanged) {
    TestServer origin(recording([](const TestRequest& request, Connection& connection) {
        if (is_conditional(request)) {
            connection.answer(304, "", "ETag: W/\"v1\"\r\n");
        } else {
            connection.answer(200, jpeg(1), kValidators);
        }
    }));
    start({camera("cam", origin.url("/a.jpg"), milliseconds(5))});
    EXPECT_EQ(take("cam").outcome, Outcome::kChanged);
    for (int i = 0; i < 3; ++i) {
        const Attempt attempt = take("cam");
        EXPECT_EQ(attempt.outcome, Outcome::kUnchanged);
        EXPECT_EQ(attempt.http_status, 304);
        EXPECT_EQ(attempt.reason, Reason::kNone);
        EXPECT_FALSE(attempt.draft);
    }
    pool->stop();
    const auto requests = asked.get();
    EXPECT_EQ(requests[0].header("if-none-match"), "");
    EXPECT_EQ(requests[0].header("if-modified-since"), "");
    for (std::size_t i = 1; i < requests.size(); ++i) {
        EXPECT_TRUE(is_conditional(requests[i])) << i;
    }
}

TEST_F(ConditionalTest, SameBytesAgainAreUnchanged) {
    TestServer origin(
        [](const TestRequest&, Connection& connection) { connection.answer(200, jpeg(1)); });
    start({camera("cam", origin.url("/a.jpg"), milliseconds(5))});
    EXPECT_EQ(take("cam").outcome, Outcome::kChanged);
    const Attempt again = take("cam");
    EXPECT_EQ(again.outcome, Outcome::kUnchanged);
    EXPECT_EQ(again.http_status, 200);
    EXPECT_FALSE(again.draft);
}

TEST_F(ConditionalTest, OtherBytesAreAChange) {
    std::atomic<int> shade = 0;
    TestServer origin([&](const TestRequest&, Connection& connection) {
        connection.answer(200, jpeg(shade += 10));
    });
    start({camera("cam", origin.url("/a.jpg"), milliseconds(5))});
    const std::uint64_t first = take("cam").frame.etag;
    const Attempt second = take("cam");
    EXPECT_EQ(second.outcome, Outcome::kChanged);
    EXPECT_NE(second.frame.etag, first);
}

TEST_F(ConditionalTest, PictureKnownFromBeforeTheStartIsUnchanged) {
    const std::string picture = jpeg(1);
    TestServer origin(recording([&](const TestRequest& request, Connection& connection) {
        connection.answer(is_conditional(request) ? 304 : 200,
                          is_conditional(request) ? "" : picture, kValidators);
    }));
    start({camera("cam", origin.url("/a.jpg"), milliseconds(5))},
          {{"cam", content_hash(std::as_bytes(std::span(picture)))}});
    const Attempt first = take("cam");
    EXPECT_EQ(first.outcome, Outcome::kUnchanged);
    EXPECT_EQ(first.http_status, 200);
    EXPECT_EQ(take("cam").http_status, 304);
}

TEST_F(ConditionalTest, PictureThatCouldNotBePublishedIsFetchedAgain) {
    TestServer origin(recording([](const TestRequest& request, Connection& connection) {
        connection.answer(is_conditional(request) ? 304 : 200,
                          is_conditional(request) ? "" : jpeg(1), kValidators);
    }));
    start({camera("cam", origin.url("/a.jpg"), milliseconds(5))});
    EXPECT_EQ(take("cam").outcome, Outcome::kChanged);
    EXPECT_EQ(take("cam").outcome, Outcome::kUnchanged);
    pool->set_known("cam", 0);
    take([](const Attempt& one) { return one.outcome == Outcome::kChanged; });
}

TEST_F(ConditionalTest, FailureKeepsTheValidatorsOfTheLastGoodAnswer) {
    std::atomic<int> count = 0;
    TestServer origin(recording([&](const TestRequest& request, Connection& connection) {
        switch (count++) {
            case 0:
                connection.answer(200, jpeg(1), kValidators);
                break;
            case 1:
                connection.answer(200, "<html>", "ETag: \"page\"\r\n");
                break;
            default:
                connection.answer(is_conditional(request) ? 304 : 500, "");
        }
    }));
    start({camera("cam", origin.url("/a.jpg"), milliseconds(5))});
    EXPECT_EQ(take("cam").outcome, Outcome::kChanged);
    EXPECT_EQ(take("cam").reason, Reason::kWrongType);
    EXPECT_EQ(take("cam").http_status, 304);
}

TEST_F(ConditionalTest, A304ThatWasNotAskedForIsAnError) {
    TestServer origin(
        [](const TestRequest&, Connection& connection) { connection.answer(304, ""); });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.outcome, Outcome::kFailed);
    EXPECT_EQ(attempt.reason, Reason::kHttpError);
}

}  // namespace
}  // namespace livecam::fetch::test
