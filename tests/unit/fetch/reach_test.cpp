// Credentials, headers, streams and checks, against an origin inside the test.
#include <gmock/gmock.h>

#include "pool_fixture.h"
#include "shared/hash.h"

namespace livecam::fetch::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ReachTest : public PoolTest {
  protected:
    config::Camera brisk(const TestServer& origin) {
        config::Camera one = camera("cam", origin.url("/a.jpg"), milliseconds(5));
        one.reach.auth.user = "viewer";
        one.reach.auth.password = "s3cret";
        return one;
    }

    /// Waits for so many requests in all.
    std::vector<TestRequest> requests(std::size_t count) {
        EXPECT_TRUE(asked.wait([&](const auto& state) { return state.size() >= count; }));
        pool.reset();
        return asked.get();
    }

    void note(const TestRequest& request) {
        asked.update([&](auto& state) { state.push_back(request); });
    }

    Watched<std::vector<TestRequest>> asked;
};

constexpr const char* kBasic = "WWW-Authenticate: Basic realm=\"cam\"\r\n";

std::string digest(const std::string& nonce, const char* more = "") {
    return "WWW-Authenticate: Digest realm=\"cam\", qop=\"auth\", algorithm=MD5, nonce=\"" + nonce +
           "\"" + more + "\r\n";
}

TEST_F(ReachTest, BasicIsSentWithoutBeingAskedForOnceItIsLearned) {
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        note(request);
        const bool good = request.header("authorization") == "Basic dmlld2VyOnMzY3JldA==";
        connection.answer(good ? 200 : 401, good ? jpeg(1) : "", good ? "" : kBasic);
    });
    start({brisk(origin)});
    const auto seen = requests(5);
    EXPECT_EQ(seen[0].header("authorization"), "") << "a password is not shown unasked";
    for (std::size_t i = 1; i < 5; ++i) {
        EXPECT_EQ(seen[i].header("authorization"), "Basic dmlld2VyOnMzY3JldA==") << i;
    }
    EXPECT_EQ(take("cam").outcome, Outcome::kChanged);
    EXPECT_EQ(take("cam").outcome, Outcome::kUnchanged);
}

TEST_F(ReachTest, SchemeBasicAsksForNothing) {
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        note(request);
        connection.answer(200, jpeg(1));
    });
    config::Camera one = brisk(origin);
    one.reach.auth.scheme = config::AuthScheme::kBasic;
    start({one});
    EXPECT_EQ(requests(1)[0].header("authorization"), "Basic dmlld2VyOnMzY3JldA==");
}

TEST_F(ReachTest, SchemeDigestNeverSendsThePassword) {
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        note(request);
        connection.answer(401, "", kBasic);
    });
    config::Camera one = brisk(origin);
    one.reach.auth.scheme = config::AuthScheme::kDigest;
    start({one});
    EXPECT_EQ(take("cam").reason, Reason::kUnauthorized);
    for (const TestRequest& request : requests(1)) {
        EXPECT_EQ(request.header("authorization"), "");
    }
}

TEST_F(ReachTest, DigestIsPreferredAndItsNonceUsedAgain) {
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        note(request);
        const bool good = request.header("authorization").find("nonce=\"n1\"") != std::string::npos;
        connection.answer(good ? 200 : 401, good ? jpeg(1) : "", good ? "" : kBasic + digest("n1"));
    });
    start({brisk(origin)});
    const auto seen = requests(5);
    EXPECT_EQ(seen[0].header("authorization"), "");
    for (std::size_t i = 1; i < 5; ++i) {
        EXPECT_THAT(seen[i].header("authorization"), StartsWith("Digest ")) << i;
        EXPECT_THAT(seen[i].header("authorization"), HasSubstr("nc=0000000" + std::to_string(i)));
    }
}

/// A camera that forgets its nonce after two uses, and says so or not.
TestServer::Handler forgetful(const std::function<void(const TestRequest&)>& note,
                              const char* stale) {
    const auto state = std::make_shared<std::pair<int, int>>(1, 0);  // generation, uses
    return [note, stale, state](const TestRequest& request, Connection& connection) {
        note(request);
        auto& [generation, uses] = *state;
        const std::string nonce = "n" + std::to_string(generation);
        const std::string sent = request.header("authorization");
        if (sent.find("nonce=\"" + nonce + "\"") == std::string::npos) {
            connection.answer(401, "", digest(nonce, sent.empty() ? "" : stale));
        } else {
            connection.answer(200, jpeg(generation));
            if (++uses == 2) {
                ++generation;
                uses = 0;
            }
        }
    };
}

TEST_F(ReachTest, ANonceThatExpiresIsReplacedWithinTheAttempt) {
    for (const char* stale : {", stale=true", ", stale=FALSE", ""}) {
        SCOPED_TRACE(stale);
        TestServer origin(forgetful([&](const TestRequest& request) { note(request); }, stale));
        settings.threads = 1;
        start({brisk(origin)});
        for (int i = 0; i < 6; ++i) {
            const Attempt attempt = take("cam");
            EXPECT_EQ(attempt.reason, Reason::kNone) << attempt.detail;
            EXPECT_EQ(attempt.outcome, i % 2 == 0 ? Outcome::kChanged : Outcome::kUnchanged) << i;
        }
        pool.reset();
        asked.update([](auto& state) { state.clear(); });
        while (left("cam") > 0) {
            take("cam");
        }
    }
}

TEST_F(ReachTest, AWrongPasswordIsTriedOncePerAttempt) {
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        note(request);
        connection.answer(401, "", digest("n" + std::to_string(asked.get().size())));
    });
    config::Camera one = brisk(origin);
    one.interval = std::chrono::hours(1);
    start({one});
    const Attempt attempt = take("cam");
    EXPECT_EQ(attempt.reason, Reason::kUnauthorized);
    EXPECT_THAT(attempt.detail, Not(HasSubstr("s3cret")));
    EXPECT_EQ(requests(2).size(), 2u);
}

TEST_F(ReachTest, AnotherCameraOfTheOriginIsNotLetInByTheFirstOnesCredentials) {
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        const bool good = !request.header("authorization").empty();
        connection.answer(good ? 200 : 401, good ? jpeg(1) : "", good ? "" : digest("n1"));
    });
    settings.per_host = 1;
    start({brisk(origin), camera("other", origin.url("/a.jpg"), milliseconds(5))});
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(take("cam").reason, Reason::kNone);
        EXPECT_EQ(take("other").reason, Reason::kUnauthorized);
    }
}

TEST_F(ReachTest, HeadersStayAtTheCamerasOwnOrigin) {
    const auto seen = std::make_shared<Watched<std::vector<TestRequest>>>();
    TestServer other([seen](const TestRequest& request, Connection& connection) {
        seen->update([&](auto& state) { state.push_back(request); });
        connection.answer(200, jpeg(1));
    });
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        note(request);
        const bool first = request.path == "/a.jpg";
        const std::string to = first ? "/b.jpg" : other.url("/c.jpg");
        connection.answer(302, "", "Location: " + to + "\r\n");
    });
    config::Camera one = brisk(origin);
    one.interval = std::chrono::hours(1);
    one.reach.auth.scheme = config::AuthScheme::kBasic;
    one.reach.headers = {{"X-Key", "k3y"}, {"Cookie", "session=1"}, {"Accept", "image/jpeg"}};
    one.reach.user_agent = "own/1";
    start({one});
    EXPECT_EQ(take("cam").outcome, Outcome::kChanged);
    for (const TestRequest& request : requests(2)) {
        SCOPED_TRACE(request.path);
        EXPECT_EQ(request.header("x-key"), "k3y");
        EXPECT_EQ(request.header("cookie"), "session=1");
        EXPECT_EQ(request.header("accept"), "image/jpeg");
        EXPECT_EQ(request.header("user-agent"), "own/1");
        EXPECT_NE(request.header("authorization"), "");
    }
    ASSERT_EQ(seen->get().size(), 1u);
    const TestRequest away = seen->get()[0];
    for (const char* name : {"x-key", "cookie", "authorization"}) {
        EXPECT_EQ(away.header(name), "") << name;
    }
    EXPECT_THAT(away.header("accept"), HasSubstr("image/webp"));
}

TEST_F(ReachTest, AStreamIsReadUpToItsFirstFrame) {
    std::atomic<bool> closed = false;
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        note(request);
        connection.send(
            "HTTP/1.1 200 OK\r\nETag: \"stream\"\r\n"
            "Content-Type: multipart/x-mixed-replace; boundary=\"fr ame\"\r\n\r\n");
        for (int i = 1; i <= 3 && connection.open(); ++i) {
            connection.send("--fr ame\r\nContent-Type: image/jpeg\r\n\r\n" + jpeg(i) + "\r\n");
        }
        connection.send("--fr ame\r\n");
        connection.hang();
        closed = true;
    });
    start({camera("cam", origin.url("/a.jpg"), milliseconds(5))});
    const Attempt first = take("cam");
    EXPECT_EQ(first.outcome, Outcome::kChanged) << first.detail;
    const std::string picture = jpeg(1);
    EXPECT_EQ(first.frame.etag, content_hash(std::as_bytes(std::span(picture))));
    EXPECT_EQ(take("cam").outcome, Outcome::kUnchanged);
    EXPECT_EQ(requests(2)[1].header("if-none-match"), "") << "a stream has no validators";
    EXPECT_TRUE(closed) << "and its connection is closed";
}

TEST_F(ReachTest, AStreamThatIsNoneIsInvalid) {
    for (const char* body : {"nothing", "--b\r\nContent-Length: x\r\n\r\n"}) {
        TestServer origin([&](const TestRequest&, Connection& connection) {
            connection.answer(200, body, "Content-Type: multipart/x-mixed-replace;boundary=b\r\n");
        });
        const Attempt attempt = attempt_at(origin.url("/a.jpg"));
        EXPECT_EQ(attempt.reason, Reason::kInvalid);
        EXPECT_THAT(attempt.detail, StartsWith("multipart: "));
        pool.reset();
    }
}

TEST_F(ReachTest, AFrameOverTheLimitIsTooBig) {
    settings.max_image_bytes = 1000;
    TestServer origin([&](const TestRequest&, Connection& connection) {
        connection.send(
            "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n"
            "--b\r\n\r\n" +
            std::string(5000, 'x'));
        connection.hang();
    });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).reason, Reason::kTooBig);
}

class Checks : public ReachTest {
  protected:
    Attempt attempt(const std::string& body, const char* type, const config::Reach& reach) {
        TestServer origin([&](const TestRequest&, Connection& connection) {
            connection.answer(200, body, std::string("Content-Type: ") + type + "\r\n");
        });
        config::Camera one = camera("cam", origin.url("/a.jpg"));
        one.reach = reach;
        start({one});
        Attempt result = take("cam");
        pool.reset();
        return result;
    }
};

TEST_F(Checks, NoneTakesBytesThatAreCalledAPicture) {
    config::Reach none;
    none.verify = config::Verify::kNone;
    const Attempt taken = attempt("anything", "image/png; x=y", none);
    EXPECT_EQ(taken.outcome, Outcome::kChanged) << taken.detail;
    EXPECT_EQ(taken.frame.type, PictureType::kPng);
    EXPECT_EQ(taken.frame.length, 8u);
    EXPECT_EQ(attempt("<svg/>", "image/png", none).reason, Reason::kWrongType);
    EXPECT_EQ(attempt("<svg/>", "image/svg+xml", none).reason, Reason::kWrongType);
    EXPECT_EQ(attempt("hello", "text/html", none).reason, Reason::kWrongType);
    EXPECT_EQ(attempt("anything", "image/png", {}).reason, Reason::kWrongType);
}

TEST_F(Checks, DecodeFindsWhatStructureDoesNot) {
    std::string damaged = jpeg(3);
    damaged.erase(damaged.size() - 6, 4);  // of the scan
    config::Reach decode;
    decode.verify = config::Verify::kDecode;
    EXPECT_EQ(attempt(damaged, "image/jpeg", {}).outcome, Outcome::kChanged);
    const Attempt refused = attempt(damaged, "image/jpeg", decode);
    EXPECT_EQ(refused.reason, Reason::kInvalid);
    EXPECT_THAT(refused.detail, HasSubstr("compressed data is damaged"));
    EXPECT_EQ(attempt(jpeg(3), "image/jpeg", decode).outcome, Outcome::kChanged);
}

TEST_F(Checks, ALimitOnPixelsIsNamed) {
    config::Reach small;
    small.max_pixels = 255;
    const Attempt refused = attempt(jpeg(3), "image/jpeg", small);
    EXPECT_EQ(refused.reason, Reason::kTooBig);
    EXPECT_EQ(refused.detail, "more pixels than the limit (16x16; max_pixels is 255)");
    small.max_pixels = 256;
    EXPECT_EQ(attempt(jpeg(3), "image/jpeg", small).outcome, Outcome::kChanged);
}

TEST_F(Checks, TheKnownPictureOfAnUnavailableCameraIsRefused) {
    const std::string placeholder = jpeg(7) + "padding";
    const std::string picture = jpeg(7);
    config::Reach knows;
    knows.unavailable = {1, content_hash(std::as_bytes(std::span(picture)))};
    std::sort(knows.unavailable.begin(), knows.unavailable.end());
    const Attempt refused = attempt(placeholder, "image/jpeg", knows);
    EXPECT_EQ(refused.reason, Reason::kUnavailable);
    EXPECT_NE(refused.detail, "");
    EXPECT_EQ(attempt(jpeg(8), "image/jpeg", knows).outcome, Outcome::kChanged);
}

}  // namespace
}  // namespace livecam::fetch::test
