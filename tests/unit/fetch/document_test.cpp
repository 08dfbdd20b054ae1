// Documents ride the cameras' pool.
#include <zlib.h>

#include "pool_fixture.h"

namespace livecam::fetch::test {
namespace {

Document document(const std::string& address, milliseconds interval = std::chrono::hours(1)) {
    Document document;
    document.name = "feed/one";
    document.address = address;
    document.interval = interval;
    return document;
}

std::string gzipped(const std::string& text) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(text.size() + 1024, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

class DocumentTest : public PoolTest {};

TEST_F(DocumentTest, IsHandedOnAsItComesAndOnlyWhenItChanges) {
    Watched<std::vector<TestRequest>> asked;
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        asked.update([&](auto& all) { all.push_back(request); });
        if (request.header("if-none-match") == "\"1\"") {
            connection.answer(304, "");
        } else {
            connection.answer(200, R"({"a":1})", "ETag: \"1\"\r\n");
        }
    });
    start({});
    pool->fetch_documents({document(origin.url("/d?key=k"), milliseconds(5))});
    const Attempt first = take("feed/one");
    EXPECT_TRUE(first.is_document);
    EXPECT_EQ(first.outcome, Outcome::kChanged);
    EXPECT_EQ(first.document, R"({"a":1})");
    const Attempt second = take("feed/one");
    EXPECT_EQ(second.outcome, Outcome::kUnchanged);
    EXPECT_EQ(second.http_status, 304);
    EXPECT_EQ(asked.get()[0].header("accept"), "application/json, */*;q=0.5");
    EXPECT_EQ(asked.get()[0].path, "/d?key=k");
}

TEST_F(DocumentTest, MayComeCompressed) {
    const std::string text(5000, 'x');
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        EXPECT_EQ(request.header("accept-encoding"), "gzip");
        connection.answer(200, gzipped(text), "Content-Encoding: gzip\r\n");
    });
    start({});
    pool->fetch_documents({document(origin.url("/d"))});
    EXPECT_EQ(take("feed/one").document, text);
}

TEST_F(DocumentTest, IsBoundedAlsoWhenItComesCompressed) {
    const std::string text(1 << 20, 'x');
    TestServer origin([&](const TestRequest& request, Connection& connection) {
        request.path == "/plain"
            ? connection.answer(200, text)
            : connection.answer(200, gzipped(text), "Content-Encoding: gzip\r\n");
    });
    start({});
    for (const char* path : {"/plain", "/bomb"}) {
        Document big = document(origin.url(path));
        big.limits.max_bytes = 100'000;
        pool->fetch_documents({big});
        const Attempt attempt = take("feed/one");
        EXPECT_EQ(attempt.reason, Reason::kTooBig) << path;
        EXPECT_EQ(attempt.detail, "more than 100000 bytes");
        EXPECT_EQ(attempt.document, "");
    }
}

TEST_F(DocumentTest, OtherLimitsCountFromTheNextAttemptOn) {
    TestServer origin([](const TestRequest&, Connection& connection) {
        connection.answer(200, std::string(1000, 'x'));
    });
    start({});
    Document one = document(origin.url("/d"), milliseconds(5));
    one.limits.max_backoff = milliseconds(5);
    one.limits.max_bytes = 999;
    pool->fetch_documents({one});
    EXPECT_EQ(take("feed/one").reason, Reason::kTooBig);
    one.limits.max_bytes = 1000;
    pool->fetch_documents({one});
    take([](const Attempt& attempt) { return attempt.outcome == Outcome::kChanged; });
}

TEST_F(DocumentTest, HasItsOwnDeadline) {
    TestServer origin([](const TestRequest&, Connection& connection) { connection.hang(); });
    start({});
    Document slow = document(origin.url("/d"));
    slow.limits.timeout = milliseconds(50);
    pool->fetch_documents({slow});
    EXPECT_EQ(take("feed/one").reason, Reason::kTimeout);
}

TEST_F(DocumentTest, SecretsOfTheAddressAreInNoMessage) {
    start({});
    Document unknown = document("http://k3y.invalid/?key=k3y");
    unknown.secrets = {"k3y"};
    pool->fetch_documents({unknown});
    const Attempt attempt = take("feed/one");
    EXPECT_EQ(attempt.outcome, Outcome::kFailed);
    EXPECT_EQ(attempt.detail.find("/?key=k3y"), std::string::npos) << attempt.detail;
}

TEST_F(DocumentTest, NewListOfCamerasLeavesDocumentsAloneAndTheOtherWayRound) {
    TestServer origin([](const TestRequest& request, Connection& connection) {
        connection.answer(200, request.path == "/d" ? "{}" : jpeg(1));
    });
    start({camera("cam", origin.url("/a.jpg"), milliseconds(5))});
    pool->fetch_documents({document(origin.url("/d"), milliseconds(5))});
    take("feed/one");
    pool->apply(settings, {camera("other", origin.url("/b.jpg"), milliseconds(5))});
    take("other");
    take("feed/one");
    take("feed/one");
    pool->fetch_documents({});
    take("other");
    EXPECT_TRUE(pool->first_round_ended());
}

TEST_F(DocumentTest, AnotherAddressOfTheSameBytesIsNews) {
    TestServer origin(
        [](const TestRequest&, Connection& connection) { connection.answer(200, "{}"); });
    start({});
    pool->fetch_documents({document(origin.url("/1"))});
    EXPECT_EQ(take("feed/one").outcome, Outcome::kChanged);
    pool->fetch_documents({document(origin.url("/2"))});
    EXPECT_EQ(take("feed/one").outcome, Outcome::kChanged);
}

}  // namespace
}  // namespace livecam::fetch::test
