// Each way to fail has its reason.
#include <gmock/gmock.h>

#include "pool_fixture.h"

namespace livecam::fetch::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class FailuresTest : public PoolTest {};

TEST_F(FailuresTest, OriginThatNeverAnswersIsATimeout) {
    settings.timeout = milliseconds(100);
    TestServer origin([](const TestRequest&, Connection& connection) { connection.hang(); });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.reason, Reason::kTimeout);
    EXPECT_EQ(attempt.http_status, 0);
    EXPECT_LT(attempt.finished_at - attempt.started_at, 2000);
}

TEST_F(FailuresTest, TheDeadlineHoldsThoughBytesKeepComing) {
    settings.timeout = milliseconds(200);
    TestServer origin([](const TestRequest&, Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n");
        connection.trickle();
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.reason, Reason::kTimeout);
    EXPECT_GT(attempt.received, 0u);
    EXPECT_LT(attempt.finished_at - attempt.started_at, 2000);
}

TEST_F(FailuresTest, ResetConnectionIsAReset) {
    TestServer origin([](const TestRequest&, Connection& connection) { connection.reset(); });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).reason, Reason::kReset);
}

TEST_F(FailuresTest, ConnectionClosedWithoutAnAnswerIsAReset) {
    TestServer origin([](const TestRequest&, Connection& connection) { connection.close(); });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).reason, Reason::kReset);
}

TEST_F(FailuresTest, FewerBytesThanAnnouncedAreAShortBody) {
    TestServer origin([](const TestRequest&, Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + jpeg(1));
        connection.close();
    });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).reason, Reason::kShortBody);
}

TEST_F(FailuresTest, ChunkedBodyWithoutItsEndIsAShortBody) {
    TestServer origin([](const TestRequest&, Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        connection.close();
    });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).reason, Reason::kShortBody);
}

TEST_F(FailuresTest, PortThatNobodyListensOnRefuses) {
    const RefusingPort nobody;
    const Attempt attempt =
        attempt_at("http://127.0.0.1:" + std::to_string(nobody.port()) + "/a.jpg");
    EXPECT_EQ(attempt.reason, Reason::kRefused);
}

TEST_F(FailuresTest, NameThatCannotExistIsADnsFailure) {
    // A label of more than 63 bytes is refused by the resolver without asking anybody.
    EXPECT_EQ(attempt_at("http://" + std::string(64, 'a') + ".invalid/a.jpg").reason, Reason::kDns);
}

TEST_F(FailuresTest, ServerThatDoesNotSpeakTlsIsATlsFailure) {
    TestServer plain([](const TestRequest&, Connection&) {}, "SSH-2.0-none\r\n");
    const Attempt attempt =
        attempt_at("https://127.0.0.1:" + std::to_string(plain.port()) + "/a.jpg");
    EXPECT_EQ(attempt.reason, Reason::kTls);
}

TEST_F(FailuresTest, AddressWithoutAnOriginFailsAndHurtsNobody) {
    EXPECT_EQ(attempt_at("gopher://127.0.0.1/a.jpg").reason, Reason::kNetwork);
}

TEST_F(FailuresTest, EachStatusHasItsReason) {
    TestServer origin([](const TestRequest& request, Connection& connection) {
        connection.answer(std::stoi(request.path.substr(1)), "<html>sorry</html>");
    });
    const std::vector<std::pair<int, Reason>> expected = {
        {204, Reason::kHttpError},    {206, Reason::kHttpError},   {400, Reason::kHttpError},
        {401, Reason::kUnauthorized}, {403, Reason::kForbidden},   {404, Reason::kNotFound},
        {410, Reason::kGone},         {418, Reason::kHttpError},   {429, Reason::kTooManyRequests},
        {500, Reason::kServerError},  {502, Reason::kServerError}, {503, Reason::kServerError},
    };
    std::vector<config::Camera> cameras;
    for (const auto& [status, reason] : expected) {
        const std::string name = std::to_string(status);
        cameras.push_back(camera(name, origin.url("/" + name)));
    }
    start(std::move(cameras));
    for (const auto& [status, reason] : expected) {
        const Attempt attempt = take(std::to_string(status));
        EXPECT_EQ(attempt.reason, reason) << status;
        EXPECT_EQ(attempt.http_status, status);
        EXPECT_EQ(attempt.detail, "HTTP " + std::to_string(status));
    }
}

TEST_F(FailuresTest, StatusCountsMoreThanAnErrorPageWithoutEnd) {
    TestServer origin([](const TestRequest&, Connection& connection) {
        connection.send("HTTP/1.1 404 Not Found\r\n\r\n");
        while (connection.send(std::string(10'000, 'x'))) {
        }
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.reason, Reason::kNotFound);
    EXPECT_EQ(attempt.received, 0u);
    EXPECT_LT(attempt.finished_at - attempt.started_at, settings.timeout.count());
}

TEST_F(FailuresTest, RetryAfterIsHonoured) {
    TestServer origin([](const TestRequest&, Connection& connection) {
        connection.answer(429, "", "Retry-After: 120\r\n");
    });
    start({camera("cam", origin.url("/a.jpg"), milliseconds(5))});
    const Attempt attempt = take("cam");
    EXPECT_GE(attempt.next_due_at - attempt.finished_at, 119'000);
    EXPECT_LE(attempt.next_due_at - attempt.finished_at, 121'000);
}

TEST_F(FailuresTest, CredentialsAreSentAndNeverToldInADetail) {
    Watched<std::string> authorization;
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        authorization.update([&](auto& state) { state = request.header("authorization"); });
        connection.answer(401, "", "WWW-Authenticate: Basic realm=\"x\"\r\n");
    });
    const std::string port = std::to_string(origin.port());
    const Attempt attempt = attempt_at("http://viewer:s3cret@127.0.0.1:" + port + "/a.jpg");
    EXPECT_EQ(authorization.get(), "Basic dmlld2VyOnMzY3JldA==");
    EXPECT_EQ(attempt.reason, Reason::kUnauthorized);
    EXPECT_THAT(attempt.detail, Not(HasSubstr("s3cret")));

    const RefusingPort nobody;
    pool.reset();
    const Attempt refused =
        attempt_at("http://viewer:s3cret@127.0.0.1:" + std::to_string(nobody.port()) + "/a.jpg");
    EXPECT_EQ(refused.reason, Reason::kRefused);
    EXPECT_NE(refused.detail, "");
    EXPECT_THAT(refused.detail, Not(HasSubstr("s3cret")));
    EXPECT_THAT(refused.detail, Not(HasSubstr("viewer")));
}

}  // namespace
}  // namespace livecam::fetch::test
