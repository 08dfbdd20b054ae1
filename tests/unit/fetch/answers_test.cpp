// What becomes of an answer with status 200.
#include <gmock/gmock.h>

#include "pool_fixture.h"
#include "shared/hash.h"

namespace livecam::fetch::test {
namespace {

using ::testing::HasSubstr;

class AnswersTest : public PoolTest {};

std::uint64_t hash_of(const std::string& bytes) {
    return content_hash(std::as_bytes(std::span(bytes)));
}

TEST_F(AnswersTest, CompletePictureBecomesAFrame) {
    const std::string picture = jpeg(1);
    TestServer origin([&](const TestRequest&, Connection& connection) {
        connection.answer(200, picture, "Last-Modified: Mon, 06 Jul 2020 10:00:00 GMT\r\n");
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.outcome, Outcome::kChanged);
    EXPECT_EQ(attempt.reason, Reason::kNone);
    EXPECT_EQ(attempt.http_status, 200);
    EXPECT_TRUE(attempt.draft);
    EXPECT_EQ(attempt.draft.length(), picture.size());
    EXPECT_EQ(attempt.draft.etag(), hash_of(picture));
    EXPECT_EQ(attempt.frame.etag, hash_of(picture));
    EXPECT_EQ(attempt.frame.length, picture.size());
    EXPECT_EQ(attempt.frame.type, PictureType::kJpeg);
    EXPECT_EQ(attempt.frame.width, 16u);
    EXPECT_EQ(attempt.frame.height, 16u);
    EXPECT_EQ(attempt.frame.captured_at, 1594029600000);
    EXPECT_EQ(attempt.frame.changed_at, attempt.finished_at);
    EXPECT_GE(attempt.finished_at, attempt.started_at);
    EXPECT_GT(attempt.next_due_at, attempt.finished_at);
}

TEST_F(AnswersTest, BytesAfterThePictureAreTrimmed) {
    const std::string picture = jpeg(2);
    TestServer origin([&](const TestRequest&, Connection& connection) {
        connection.answer(200, picture + std::string(3000, '\0'));
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.outcome, Outcome::kChanged);
    EXPECT_EQ(attempt.draft.length(), picture.size());
    EXPECT_EQ(attempt.draft.etag(), hash_of(picture));
    EXPECT_EQ(attempt.received, picture.size() + 3000);
}

TEST_F(AnswersTest, CapturedAtIsNeverInTheFuture) {
    TestServer origin([&](const TestRequest&, Connection& connection) {
        connection.answer(200, jpeg(3), "Last-Modified: Fri, 06 Jul 2096 10:00:00 GMT\r\n");
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.frame.captured_at, attempt.finished_at);
}

TEST_F(AnswersTest, CapturedAtIsUnknownWithoutLastModified) {
    TestServer origin(
        [&](const TestRequest&, Connection& connection) { connection.answer(200, jpeg(3)); });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).frame.captured_at, 0);
}

TEST_F(AnswersTest, HtmlWithStatus200IsTheWrongType) {
    TestServer origin([&](const TestRequest&, Connection& connection) {
        connection.answer(200, "<!doctype html><p>Offline", "Content-Type: image/jpeg\r\n");
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.outcome, Outcome::kFailed);
    EXPECT_EQ(attempt.reason, Reason::kWrongType);
    EXPECT_FALSE(attempt.draft);
    EXPECT_THAT(attempt.detail, HasSubstr("25 bytes"));
}

TEST_F(AnswersTest, EmptyBodyIsTheWrongType) {
    TestServer origin(
        [&](const TestRequest&, Connection& connection) { connection.answer(200, ""); });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).reason, Reason::kWrongType);
}

TEST_F(AnswersTest, PictureCutOffWithoutALengthIsInvalid) {
    TestServer origin([&](const TestRequest&, Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n" + jpeg(4).substr(0, 200));
        connection.close();
    });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).reason, Reason::kInvalid);
}

TEST_F(AnswersTest, AnnouncedLengthOverTheLimitIsRefusedBeforeTheBody) {
    settings.max_image_bytes = 10'000;
    TestServer origin([&](const TestRequest&, Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n");
        connection.hang();
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.reason, Reason::kTooBig);
    EXPECT_EQ(attempt.received, 0u);
    EXPECT_THAT(attempt.detail, HasSubstr("10000 bytes"));
}

TEST_F(AnswersTest, EndlessBodyIsCutOffAtTheLimit) {
    settings.max_image_bytes = 100'000;
    TestServer origin([&](const TestRequest&, Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n" + jpeg(5));
        while (connection.send(std::string(1000, 'x'))) {
        }
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(attempt.reason, Reason::kTooBig);
    EXPECT_LE(attempt.received, 100'000u);
}

TEST_F(AnswersTest, ExactlyTheLimitIsAccepted) {
    const std::string picture = jpeg(6);
    settings.max_image_bytes = picture.size();
    TestServer origin(
        [&](const TestRequest&, Connection& connection) { connection.answer(200, picture); });
    EXPECT_EQ(attempt_at(origin.url("/a.jpg")).outcome, Outcome::kChanged);
}

TEST_F(AnswersTest, IdentityIsAskedForAndAnEncodedPictureIsInvalid) {
    Watched<std::string> accepted;
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        accepted.update([&](auto& state) { state = request.header("accept-encoding"); });
        connection.answer(200, jpeg(7), "Content-Encoding: gzip\r\n");
    });
    const Attempt attempt = attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(accepted.get(), "identity");
    EXPECT_EQ(attempt.reason, Reason::kInvalid);
    EXPECT_THAT(attempt.detail, HasSubstr("Content-Encoding gzip"));
}

TEST_F(AnswersTest, UserAgentAndAcceptAreSent) {
    Watched<TestRequest> seen;
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        seen.update([&](auto& state) { state = request; });
        connection.answer(200, jpeg(8));
    });
    attempt_at(origin.url("/a.jpg"));
    EXPECT_EQ(seen.get().header("user-agent"), "livecam/test");
    EXPECT_THAT(seen.get().header("accept"), HasSubstr("image/jpeg"));
}

TEST_F(AnswersTest, StoreWithoutRoomIsAReasonAndThePictureIsAskedForAgain) {
    Watched<std::vector<std::string>> conditions;
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        conditions.update([&](auto& state) { state.push_back(request.header("if-none-match")); });
        connection.answer(200, jpeg(9), "ETag: \"nine\"\r\n");
    });
    constexpr int kNoDirectory = -1;
    Watched<std::vector<Reason>> reasons;
    Pool full(
        settings, {camera("cam", origin.url("/a.jpg"), milliseconds(1))}, {}, kNoDirectory,
        [&](Attempt&& one) { reasons.update([&](auto& state) { state.push_back(one.reason); }); });
    ASSERT_TRUE(reasons.wait([](const auto& state) { return state.size() >= 2; }));
    full.stop();
    EXPECT_EQ(reasons.get()[0], Reason::kStoreFull);
    EXPECT_EQ(reasons.get()[1], Reason::kStoreFull);
    EXPECT_EQ(conditions.get()[1], "");
}

}  // namespace
}  // namespace livecam::fetch::test
