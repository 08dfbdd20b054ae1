// The wall as a browser gets it: cameras → livecamd → store → nginx → client.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <regex>
#include <span>

#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"
#include "tests/simulator/stamp.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// One wall for all tests of this file: they only read.
class WallTest : public testing::Test {
  protected:
    struct Wall {
        Simulator simulator{{"--cameras", "6", "--interval", "2s"}};
        StoreDir store;
        Livecamd livecamd{simulator.config(), store.path()};
        bool ready = livecamd.wait_pictures();  // before nginx, which then finds the store at once
        Nginx nginx{
            store.path(),
            {.http = "gzip on; gzip_types *; gzip_min_length 1;",
             .server = "location /filtered/ {\n"
                       "    livecam_key $livecam_test_key;\n"
                       "    sub_filter 'Mountain' 'Valley'; sub_filter_once off;\n"
                       "}\n"
                       "location /file/ { livecam_key $livecam_test_key; livecam_send file; }\n"
                       "set $livecam_test_key $uri;\n"
                       "if ($uri ~ ^/(?:filtered|file)(/.*)$) { set $livecam_test_key $1; }\n",
             .tls = true}};
    };
    static void SetUpTestSuite() {
        wall = std::make_unique<Wall>();
        ASSERT_TRUE(wall->ready) << wall->livecamd.log();
    }
    static void TearDownTestSuite() { wall.reset(); }

    static std::string url(const std::string& path) { return wall->nginx.url(path); }

    /// The path of the first camera's newest picture, and its immutable one.
    static std::string picture() {
        const std::string json = get(url("/north.json")).body;
        std::smatch found;
        EXPECT_TRUE(std::regex_search(json, found, std::regex("\"src\":\"(/image/[^\"]+)\"")));
        return found[1];
    }
    static std::string immutable() {
        const Response newest = get(url(picture()));
        const std::string etag = newest.header("etag");
        return picture() + "/" + etag.substr(1, etag.size() - 2);
    }

    static std::unique_ptr<Wall> wall;
};

std::unique_ptr<WallTest::Wall> WallTest::wall;

std::optional<sim::Stamp> stamp(const Response& response) {
    return sim::verify(std::as_bytes(std::span{response.body}));
}

TEST_F(WallTest, PagesAreServedAndNameNoOrigin) {
    for (const char* path : {"/", "/north", "/south"}) {
        const Response page = get(url(path));
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
        EXPECT_THAT(page.body, StartsWith("<!DOCTYPE html>"));
        EXPECT_THAT(page.body, HasSubstr("/image/"));
        EXPECT_THAT(page.body, Not(HasSubstr("/cam/")));
        EXPECT_THAT(page.header("content-security-policy"), HasSubstr("script-src 'self'"));
        EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
    }
    EXPECT_EQ(get(url("/")).body, get(url("/north")).body);
}

TEST_F(WallTest, PageAnswersOfStylesAndScriptsCanBeKeptForever) {
    const std::string page = get(url("/")).body;
    const std::regex asset("(?:href|src)=\"(/s/[^\"]+)\"");
    int found = 0;
    for (std::sregex_iterator i(page.begin(), page.end(), asset), end; i != end; ++i, ++found) {
        const Response file = get(url((*i)[1]));
        EXPECT_EQ(file.status, 200) << (*i)[1];
        EXPECT_THAT(file.header("cache-control"), HasSubstr("immutable"));
    }
    EXPECT_GE(found, 2);
}

TEST_F(WallTest, JsonTwinsSayWhatThePagesSay) {
    for (const char* path : {"/.json", "/north.json", "/south.json"}) {
        const Response json = get(url(path));
        EXPECT_EQ(json.status, 200) << path;
        EXPECT_THAT(json.header("content-type"), StartsWith("application/json"));
        EXPECT_THAT(json.body, HasSubstr("\"cameras\":["));
        EXPECT_THAT(json.body, Not(HasSubstr("127.0.0.1")));
    }
    const std::string slug = picture().substr(7);
    EXPECT_EQ(get(url("/camera/" + slug)).status, 200);
    EXPECT_THAT(get(url("/camera/" + slug + ".json")).body,
                HasSubstr("\"ImageURL\":\"/image/" + slug));
}

TEST_F(WallTest, PictureIsIntactAndTellsItsValidators) {
    const Response answer = get(url(picture()));
    ASSERT_EQ(answer.status, 200);
    ASSERT_TRUE(stamp(answer));
    EXPECT_EQ(answer.header("content-type"), "image/jpeg");
    EXPECT_EQ(answer.header("content-length"), std::to_string(answer.body.size()));
    EXPECT_THAT(answer.header("etag"), testing::MatchesRegex("\"[0-9a-f]{16}\""));
    EXPECT_THAT(answer.header("last-modified"), testing::EndsWith(" GMT"));
    EXPECT_THAT(answer.header("cache-control"), StartsWith("public, max-age="));
    EXPECT_EQ(answer.header("cache-status"), "livecam; hit; detail=live");
}

TEST_F(WallTest, PictureIsNeverContentEncoded) {
    const Response answer = get(url(picture()), {"Accept-Encoding: gzip, br"});
    EXPECT_EQ(answer.header("content-encoding"), "");
    EXPECT_TRUE(stamp(answer));
}

TEST_F(WallTest, PictureGoesOnWithItsCamera) {
    const std::string path = picture();
    const auto before = stamp(get(url(path)));
    ASSERT_TRUE(before);
    EXPECT_TRUE(until([&] {
        const auto now = stamp(get(url(path)));
        return now && now->sequence > before->sequence;
    }));
}

TEST_F(WallTest, ConditionalRequestsAreAnsweredShort) {
    const std::string path = immutable();
    const Response full = get(url(path));
    const std::string etag = full.header("etag");
    for (const std::string& condition :
         {"If-None-Match: " + etag, "If-None-Match: W/" + etag, "If-None-Match: \"x\", " + etag,
          std::string("If-None-Match: *"), "If-Modified-Since: " + full.header("last-modified")}) {
        const Response answer = get(url(path), {condition});
        EXPECT_EQ(answer.status, 304) << condition;
        EXPECT_EQ(answer.body, "");
        EXPECT_EQ(answer.header("etag"), etag);
    }
    EXPECT_EQ(get(url(path), {"If-None-Match: \"x\""}).status, 200);
    EXPECT_EQ(get(url(path), {"If-Match: \"x\""}).status, 412);
}

TEST_F(WallTest, RangesOfAPicture) {
    const std::string path = immutable();
    const Response full = get(url(path));
    const Response part = get(url(path), {"Range: bytes=2-11"});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, full.body.substr(2, 10));
    EXPECT_EQ(part.header("content-range"), "bytes 2-11/" + std::to_string(full.body.size()));
    EXPECT_EQ(get(url(path), {"Range: bytes=-5"}).body, full.body.substr(full.body.size() - 5));
    EXPECT_EQ(get(url(path), {"Range: bytes=99999999-"}).status, 416);
    EXPECT_THAT(get(url(path), {"Range: bytes=0-1,4-5"}).header("content-type"),
                StartsWith("multipart/byteranges"));
    EXPECT_EQ(get(url(path), {"Range: bytes=0-1", "If-Range: \"x\""}).status, 200);
}

TEST_F(WallTest, HeadIsGetWithoutABody) {
    for (const std::string& path : {immutable(), std::string("/south")}) {
        const Response with = get(url(path));
        Response without = head(url(path));
        EXPECT_EQ(without.status, with.status);
        EXPECT_EQ(without.body, "");
        without.headers["date"] = with.headers.at("date");
        if (path != "/south") {  // a page may have changed in between
            EXPECT_EQ(without.headers, with.headers);
        }
    }
}

TEST_F(WallTest, ImmutablePictureIsCachedForeverAndAnUnknownOneLeadsToTheNewest) {
    EXPECT_THAT(get(url(immutable())).header("cache-control"), HasSubstr("immutable"));
    const Response gone = get(url(picture() + "/0123456789abcdef"));
    EXPECT_EQ(gone.status, 302);
    EXPECT_EQ(gone.header("cache-control"), "no-store");
    EXPECT_THAT(gone.header("location"), testing::EndsWith(picture().substr(6)));
}

TEST_F(WallTest, VariantsOfAPageFollowTheClient) {
    const Response plain = get(url("/camera/" + picture().substr(7)));
    const Response gzip =
        get(url("/camera/" + picture().substr(7)), {"Accept-Encoding: gzip;q=1, br;q=0.5"});
    const Response brotli =
        get(url("/camera/" + picture().substr(7)), {"Accept-Encoding: gzip, br"});
    EXPECT_EQ(plain.header("content-encoding"), "");
    EXPECT_EQ(gzip.header("content-encoding"), "gzip");
    EXPECT_EQ(brotli.header("content-encoding"), "br");
    EXPECT_LT(brotli.body.size(), plain.body.size());
    EXPECT_NE(plain.header("etag"), gzip.header("etag"));
    EXPECT_NE(brotli.header("etag"), gzip.header("etag"));
    for (const Response* answer : {&plain, &gzip, &brotli}) {
        EXPECT_EQ(answer->header("vary"), "Accept-Encoding");
    }
}

TEST_F(WallTest, OtherMethodsAreRefusedWithAllow) {
    for (const char* method : {"POST", "PUT", "DELETE"}) {
        const Response answer = Client{}.send({url(picture()), {}, method});
        EXPECT_EQ(answer.status, 405) << method;
        EXPECT_EQ(answer.header("allow"), "GET, HEAD, OPTIONS");
    }
    EXPECT_EQ(Client{}.send({url(picture()), {}, "OPTIONS"}).status, 204);
}

TEST_F(WallTest, WhatIsNotThereIsSaidShort) {
    EXPECT_EQ(get(url("/image/nowhere")).body, "image not found\n");
    EXPECT_EQ(get(url("/image/nowhere")).status, 404);
    EXPECT_EQ(get(url("/camera/nowhere")).status, 404);
    EXPECT_EQ(get(url("/api/canyon/nowhere/udot")).status, 400);
    EXPECT_EQ(get(url("/nowhere")).status, 404);  // nginx's own: the store declined
    for (const char* path : {"/image/../../etc/passwd", "/image/%00", "/image/%2e%2e%2fx",
                             "/camera/<script>", "/image//", "/s/", "/image/%ff%fe"}) {
        const Response answer = get(url(path));
        EXPECT_EQ(answer.error, 0) << path;
        EXPECT_GE(answer.status, 301) << path;
        EXPECT_LT(answer.status, 500) << path;
        EXPECT_THAT(answer.body, Not(HasSubstr("<script>"))) << path;
    }
}

TEST_F(WallTest, HealthIsComputed) {
    EXPECT_EQ(get(url("/healthcheck")).status, 200);
    EXPECT_THAT(get(url("/healthcheck")).body, StartsWith("OK"));
    EXPECT_EQ(get(url("/healthcheck")).header("cache-control"), "no-store");
    EXPECT_THAT(get(url("/_/version")).body, HasSubstr("\"version\""));
}

TEST_F(WallTest, FiltersSeeThePage) {
    const Response page = get(url("/filtered/south"));
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Valley cameras"));
    EXPECT_THAT(get(url("/south")).body, HasSubstr("Mountain cameras"));
}

TEST_F(WallTest, TlsAndHttp2GiveTheSameBytes) {
    const std::string path = immutable();
    const std::string plain = get(url(path)).body;
    for (const Version version : {Version::kHttp1, Version::kHttp2}) {
        Request request;
        request.url = wall->nginx.https_url(path);
        request.version = version;
        const Response answer = Client{}.send(request);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.version, version);
        EXPECT_TRUE(answer.body == plain);
    }
}

TEST_F(WallTest, SendingFromFilesGivesTheSameBytes) {
    const std::string path = immutable();
    EXPECT_EQ(get(url("/file" + path)).body, get(url(path)).body);
}

}  // namespace
}  // namespace livecam::e2e
