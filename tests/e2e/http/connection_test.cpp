// What happens on the connection itself: pipelining, HTTP/1.0, framing, and a worker on its way
// out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "tests/e2e/http/frozen_wall.h"
#include "tests/e2e/http/raw.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

class Connections : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        wall = std::make_unique<FrozenWall>(NginxOptions{
            .server = "location /trailer_twin { livecam off; add_trailer X-Wall yes; alias "
                      "{DIR}/html/twin/picture; }\nlocation ~ ^/trailer(/.*)$ { add_trailer X-Wall "
                      "yes; livecam_key $1; }\n"
                      "location ~ ^/unchunked(/.*)$ { chunked_transfer_encoding off;\n"
                      "    livecam_variants off; sub_filter '<html' '<html data-seen'; "
                      "livecam_key $1; }\n",
            .workers = 1});
    }
    static void TearDownTestSuite() { wall.reset(); }

    static std::string request(const std::string& path, const std::string& more = "",
                               const std::string& method = "GET") {
        return method + " " + path + " HTTP/1.1\r\nHost: wall\r\n" + more + "\r\n";
    }
    static std::string picture() { return wall->resource("picture").path; }
    static std::string page() { return wall->resource("page").path; }

    static std::unique_ptr<FrozenWall> wall;
};

std::unique_ptr<FrozenWall> Connections::wall;

TEST_F(Connections, PipelinedRequestsAreAnsweredInOrder) {
    const std::string expected = wall->get(picture()).body;
    RawConnection connection(wall->nginx().port());
    std::string all;
    for (int i = 0; i < 50; ++i) {
        all += request(picture()) + request(picture(), "", "HEAD") + request("/image/nowhere") +
               request(picture(), "Content-Length: 5\r\n", "POST") + "12345" +
               request(picture(), "Content-Length: 3\r\n", "OPTIONS") + "GET" +
               request(picture(), "Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n" +
               request(picture(), "If-None-Match: *\r\n") + request(page());
    }
    ASSERT_TRUE(connection.send(all));
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(connection.receive()->body, expected);
        EXPECT_EQ(connection.receive(true)->status, 200);
        EXPECT_EQ(connection.receive()->status, 404);
        EXPECT_EQ(connection.receive()->status, 405);
        EXPECT_EQ(connection.receive()->status, 204);
        EXPECT_EQ(connection.receive()->body, expected);
        EXPECT_EQ(connection.receive()->status, 304);
        EXPECT_EQ(connection.receive()->status, 200);
    }
}

TEST_F(Connections, ConnectionIsKeptOrClosedAsAsked) {
    RawConnection kept(wall->nginx().port());
    ASSERT_TRUE(kept.send(request(picture())));
    EXPECT_TRUE(kept.receive()->has("connection: keep-alive"));
    ASSERT_TRUE(kept.send(request(picture(), "Connection: close\r\n")));
    EXPECT_TRUE(kept.receive()->has("connection: close"));
    EXPECT_TRUE(kept.closed());
}

TEST_F(Connections, Http10GetsAWholeBodyAndAClose) {
    const std::string expected = wall->get(picture()).body;
    RawConnection plain(wall->nginx().port());
    ASSERT_TRUE(plain.send("GET " + picture() + " HTTP/1.0\r\n\r\n"));
    const auto answer = plain.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, expected);
    EXPECT_TRUE(answer->has("connection: close"));
    EXPECT_TRUE(plain.closed());

    RawConnection kept(wall->nginx().port());
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(kept.send("GET " + picture() + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
        EXPECT_EQ(kept.receive()->body, expected);
    }
    // What a filter changes has no length, and HTTP/1.0 no chunks.
    RawConnection filtered(wall->nginx().port());
    ASSERT_TRUE(filtered.send("GET /unchunked" + page() + " HTTP/1.0\r\n\r\n"));
    const auto changed = filtered.receive();
    ASSERT_TRUE(changed);
    EXPECT_FALSE(changed->has("transfer-encoding"));
    EXPECT_THAT(changed->body, testing::EndsWith("</html>\n"));
}

TEST_F(Connections, Http09GetsTheBodyAlone) {
    RawConnection connection(wall->nginx().port());
    ASSERT_TRUE(connection.send("GET " + picture() + "\r\n"));
    EXPECT_EQ(connection.drain(), wall->get(picture()).body);
}

TEST_F(Connections, WithoutChunksTheConnectionEndsTheBody) {
    RawConnection connection(wall->nginx().port());
    ASSERT_TRUE(connection.send(request("/unchunked" + page())));
    const auto answer = connection.receive();
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->has("transfer-encoding"));
    EXPECT_FALSE(answer->has("content-length"));
    EXPECT_THAT(answer->body, testing::EndsWith("</html>\n"));
    EXPECT_TRUE(connection.closed());
}

TEST_F(Connections, TrailersComeAfterPicturesAndPages) {
    for (const std::string& path : {picture(), page()}) {
        for (const Transport transport : kTransports) {
            const Response twin = wall->send(transport, {"/trailer_twin", {"TE: trailers"}});
            EXPECT_EQ(twin.status, 200);
            const Response answer = wall->send(transport, {"/trailer" + path, {"TE: trailers"}});
            EXPECT_EQ(answer.status, 200);
            EXPECT_EQ(answer.body, wall->get(path).body);
            // Over HTTP/2, nginx 1.22 sends none where the length is known.
            EXPECT_EQ(answer.header("x-wall"), twin.header("x-wall")) << to_string(transport);
            EXPECT_TRUE(answer.header("x-wall") == "yes" || transport == Transport::kHttp2);
        }
    }
}

TEST_F(Connections, LargePictureReachesASlowReader) {
    RawConnection connection(wall->nginx().port());
    std::string many;
    for (int i = 0; i < 400; ++i) {
        many += request(picture());
    }
    ASSERT_TRUE(connection.send(many));
    const std::string expected = wall->get(picture()).body;
    for (int i = 0; i < 400; ++i) {
        const auto answer = connection.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->body, expected);
    }
}

TEST_F(Connections, WorkerOnItsWayOutSaysThatItCloses) {
    const std::string expected = wall->get(picture()).body;
    for (const std::string& path :
         {picture(), page(), std::string("/image/nowhere"), std::string("/healthcheck")}) {
        ASSERT_TRUE(until([] { return wall->nginx().workers().size() == 1; }));
        RawConnection connection(wall->nginx().port());
        const std::string whole = request(path);
        // The worker has accepted once it answers; half of the next request keeps it.
        ASSERT_TRUE(connection.send(request(picture()) + whole.substr(0, 20)));
        EXPECT_TRUE(connection.receive()->has("connection: keep-alive"));
        const std::vector<pid_t> old = wall->nginx().workers();
        wall->nginx().reload();
        ASSERT_TRUE(until([&] {
            return wall->nginx().log().find(std::to_string(old.at(0)) + "#" +
                                            std::to_string(old.at(0)) +
                                            ": gracefully shutting down") != std::string::npos;
        }));
        ASSERT_TRUE(connection.send(whole.substr(20)));
        const auto last = connection.receive();
        ASSERT_TRUE(last) << path;
        EXPECT_TRUE(last->has("connection: close")) << path << "\n" << last->head;
        EXPECT_TRUE(connection.closed());
        if (path == picture()) {
            EXPECT_EQ(last->body, expected);
        }
    }
}

}  // namespace
}  // namespace livecam::e2e
