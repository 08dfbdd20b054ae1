// Where a redirect is followed to, and where not.
#include "pool_fixture.h"

namespace livecam::fetch::test {
namespace {

class RedirectTest : public PoolTest {};

TestServer::Handler redirecting_to(const std::string& location) {
    return [location](const TestRequest& request, Connection& connection) {
        if (request.path == "/target.jpg") {
            connection.answer(200, jpeg(1));
        } else {
            connection.answer(302, "", "Location: " + location + "\r\n");
        }
    };
}

TEST_F(RedirectTest, RedirectIsFollowed) {
    TestServer origin(redirecting_to("/target.jpg"));
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.outcome, Outcome::kChanged);
    EXPECT_EQ(attempt.http_status, 200);
}

TEST_F(RedirectTest, LoopEndsAfterFiveHops) {
    std::atomic<int> requests = 0;
    TestServer origin([&](const TestRequest&, Connection& connection) {
        ++requests;
        connection.answer(302, "", "Location: /again\r\n");
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.reason, Reason::kRedirect);
    EXPECT_EQ(attempt.http_status, 302);
    EXPECT_EQ(requests, 6);
}

TEST_F(RedirectTest, FileAndOtherSchemesAreRefused) {
    for (const char* location : {"file:///etc/passwd", "ftp://127.0.0.1/a.jpg", "gopher://x/"}) {
        TestServer origin(redirecting_to(location));
        const Attempt attempt = attempt_at(origin.url("/a.jpg"));
        EXPECT_EQ(attempt.outcome, Outcome::kFailed) << location;
        EXPECT_EQ(attempt.reason, Reason::kRedirect) << location;
        pool.reset();
    }
}

TEST_F(RedirectTest, StatusWithoutALocationIsARedirectFailure) {
    TestServer origin(
        [](const TestRequest&, Connection& connection) { connection.answer(302, ""); });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).reason, Reason::kRedirect);
}

TEST_F(RedirectTest, CredentialsDoNotFollowToAnotherOrigin) {
    Watched<std::vector<std::string>> seen;
    TestServer other([&](const TestRequest& request, Connection& connection) {
        seen.update([&](auto& state) { state.push_back(request.header("authorization")); });
        connection.answer(200, jpeg(1));
    });
    TestServer origin(redirecting_to(other.url("/b.jpg")));
    const Attempt attempt =
        attempt_at("http://viewer:s3cret@127.0.0.1:" + std::to_string(origin.port()) + "/a.jpg");
    EXPECT_EQ(attempt.outcome, Outcome::kChanged);
    EXPECT_EQ(seen.get(), std::vector<std::string>{""});
}

TEST_F(RedirectTest, ErrorPageOfTheTargetIsTheReason) {
    TestServer other(
        [](const TestRequest&, Connection& connection) { connection.answer(404, ""); });
    TestServer origin(redirecting_to(other.url("/b.jpg")));
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).reason, Reason::kNotFound);
}

}  // namespace
}  // namespace livecam::fetch::test
