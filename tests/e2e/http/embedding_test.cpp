// The module among nginx's others: access, limits, filters, subrequests, caches.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <thread>

#include "tests/e2e/ctl.h"
#include "tests/e2e/http/frozen_wall.h"
#include "tests/e2e/http/raw.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kHttp[] = R"(
    limit_req_zone $uri zone=asked:1m rate=1r/m;
    limit_conn_zone $uri zone=open:1m;
    proxy_cache_path {DIR}/cache keys_zone=cached:1m;
    charset_map koi8-r utf-8 { C0 D18E; })";

constexpr char kServer[] = R"(
    subrequest_output_buffer_size 64k;
    gzip on; gzip_types *; gzip_min_length 1;
    location = /allowed { livecam off; internal;
        if ($http_x_allowed = yes) { return 200; }
        return 403;
    }
    location ~ ^/auth(/.*)$ { auth_request /allowed; livecam_key $1; }
    location ~ ^/limited(/.*)$ { limit_req zone=asked; livecam_key $1; }
    location ~ ^/one(/.*)$ { limit_conn open 1; limit_rate 1k; livecam_key $1; }
    location ~ ^/secret(/.*)$ {
        secure_link $arg_md5; secure_link_md5 "livecam$uri";
        if ($secure_link = "") { return 403; }
        livecam_key $1;
    }
    location ~ ^/ssi(/.*)$ { ssi on; livecam_variants off; livecam_key $1; }
    location = /whole.html { livecam off; ssi on; default_type text/html; }
    location ~ ^/file(/.*)$ { livecam_send file; livecam_key $1; }
    location ~ ^/sub(/.*)$ {
        sub_filter '<html' '<html data-seen="yes"'; livecam_variants off; livecam_key $1;
    }
    location ~ ^/add(/.*)$ {
        add_before_body /before.txt; add_after_body /after.txt; addition_types *;
        livecam_variants off; livecam_key $1;
    }
    location ~ ^/header(/.*)$ { add_header X-Wall yes; livecam_key $1; }
    location ~ ^/expires(/.*)$ { expires 5s; livecam_key $1; }
    location ~ ^/gone(/.*)$ {
        livecam_store /dev/shm/no-such-livecam-store; livecam_key $1;
        error_page 503 /sorry.html;
    }
    location ~ ^/sorry(/.*)$ {
        error_page 503 /sorry.html; error_page 404 =404 /camera-gone.html; livecam_key $1;
    }
    location ~ ^/page_of_store(/.*)$ { error_page 404 /robots.txt; livecam_key $1; }
    location ~ ^/named(/.*)$ { error_page 404 = @other; livecam_key $1; }
    location @other { livecam off; add_header X-Other yes; return 200 "other"; }
    location ~ ^/cached(/.*)$ {
        livecam off; proxy_pass http://$server_addr:$server_port$1;
        proxy_cache cached; proxy_cache_key $1$http_accept_encoding; proxy_cache_revalidate on;
        proxy_cache_use_stale updating error timeout; proxy_cache_background_update on;
        proxy_set_header Accept-Encoding $http_accept_encoding;
        add_header X-Cache $upstream_cache_status;
    }
    location ~ ^/strict(/.*)$ {
        livecam off; proxy_pass http://$server_addr:$server_port$1;
        proxy_cache cached; proxy_cache_key strict$1; proxy_cache_revalidate on;
        proxy_ignore_headers Cache-Control; proxy_cache_valid 200 1s;
        add_header X-Cache $upstream_cache_status;
    }
    location ~ ^/sliced(/.*)$ {
        livecam off; slice 1k; proxy_pass http://$server_addr:$server_port$1;
        proxy_cache cached; proxy_cache_key $uri$slice_range;
        proxy_set_header Range $slice_range; proxy_http_version 1.1; proxy_cache_valid 200 206 1m;
    }
    location ~ ^/slow(/.*)$ { limit_rate 100k; limit_rate_after 1k; livecam_key $1; }
    location ~ ^/mirrored(/.*)$ { mirror /mirror; livecam_key $1; }
    location = /mirror { livecam off; internal; log_subrequest on; access_log {DIR}/mirror.log; return 204; }
    location ~ ^/aio(/.*)$ {
        livecam_send file; sendfile off; aio threads; output_buffers 2 4k; livecam_key $1;
    }
    location ~ ^/aio_sendfile(/.*)$ {
        livecam_send file; sendfile on; aio threads; sendfile_max_chunk 2k; livecam_key $1;
    }
    location ~ ^/directio(/.*)$ { livecam_send file; sendfile off; directio 1k; livecam_key $1; }
    location ~ ^/ranges(/.*)$ { max_ranges 1; livecam_key $1; }
    location ~ ^/noranges(/.*)$ { max_ranges 0; livecam_key $1; }
    location ~ ^/older(/.*)$ { if_modified_since before; livecam_key $1; }
    location ~ ^/noetag(/.*)$ { if_modified_since off; livecam_key $1; }
    location ~ ^/postponed(/.*)$ { postpone_output 0; livecam_key $1; }
    location ~ ^/charset(/.*)$ { charset koi8-r; source_charset utf-8; override_charset on;
        livecam_variants off; livecam_key $1; }
    location /tried/ { livecam off; try_files $uri @wall; }
    location @wall { livecam on; livecam_key /robots.txt; }
    location /cams/ { rewrite ^/cams(/.*)$ $1 break; livecam on; livecam_key $uri; })";

class Embedding : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        wall = std::make_unique<FrozenWall>(NginxOptions{.http = kHttp, .server = kServer});
        file("before.txt", "[before]");
        file("after.txt", "[after]");
        file("sorry.html", "<p>sorry</p>");
        file("camera-gone.html", "<p>no such camera</p>");
        file("tried/here.txt", "here");
        file("camera/by-hand.txt", "not of the store");
        file("whole.html",
             "<!--# include virtual=\"/robots.txt\" -->|"
             "<!--# include virtual=\"/image/" +
                 wall->camera() +
                 "\" -->|"
                 "<!--# include virtual=\"/camera/" +
                 wall->camera() +
                 ".json\" set=\"json\" --><!--# echo var=\"json\" encoding=\"none\" -->|"
                 "<!--# include virtual=\"/image/nowhere\" -->|"
                 "<!--# include virtual=\"/file/image/" +
                 wall->camera() + "\" -->");
    }
    static void TearDownTestSuite() { wall.reset(); }

    static void file(const std::string& name, const std::string& content) {
        const std::string path = wall->nginx().directory() + "/html/" + name;
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        write_file(path, content);
    }

    /// A body that livecamctl put into the store.
    static void put(const std::string& path, const std::string& content) {
        const std::string source = wall->nginx().directory() + "/put";
        write_file(source, content);
        const Finished done = ctl(wall->store(), {"put", path, source, "--type", "text/html"});
        ASSERT_EQ(done.code, 0) << done.output;
    }

    static std::string picture() { return wall->resource("picture").path; }
    static std::string page() { return wall->resource("page").path; }
    static Response get(const std::string& path, std::vector<std::string> headers = {}) {
        return wall->get(path, std::move(headers));
    }

    /// The same over all three: through nginx's writev, OpenSSL and the frames of HTTP/2.
    static void expect_whole(const std::string& prefix) {
        for (const char* name : {"picture", "picture_kept", "page"}) {
            const Resource& resource = wall->resource(name);
            const std::string expected = get(resource.file).body;
            for (const Transport transport : kTransports) {
                const Response answer = wall->send(transport, {prefix + resource.path});
                EXPECT_EQ(answer.error, 0) << prefix << name << " " << to_string(transport);
                EXPECT_EQ(answer.status, 200) << prefix << name << " " << to_string(transport);
                EXPECT_EQ(answer.body, expected) << prefix << name << " " << to_string(transport);
            }
        }
    }

    static std::unique_ptr<FrozenWall> wall;
};

std::unique_ptr<FrozenWall> Embedding::wall;

TEST_F(Embedding, AuthRequestDecides) {
    for (const std::string& path : {picture(), page()}) {
        EXPECT_EQ(get("/auth" + path).status, 403);
        const Response allowed = get("/auth" + path, {"X-Allowed: yes"});
        EXPECT_EQ(allowed.status, 200);
        EXPECT_EQ(allowed.body, get(path).body);
    }
}

TEST_F(Embedding, LimitReqLimits) {
    EXPECT_EQ(get("/limited" + picture()).status, 200);
    EXPECT_EQ(get("/limited" + picture()).status, 503);
}

TEST_F(Embedding, LimitConnLimits) {
    RawConnection slow(wall->nginx().port());
    ASSERT_TRUE(slow.send("GET /one" + picture() + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    ASSERT_TRUE(slow.begins());
    EXPECT_EQ(get("/one" + picture()).status, 503);
}

TEST_F(Embedding, SecureLinkOpens) {
    const std::string path = "/secret" + picture();
    const Finished hash = run(
        {"sh", "-c",
         "printf %s 'livecam" + path + "' | openssl md5 -binary | base64 | tr +/ -_ | tr -d ="});
    EXPECT_EQ(get(path).status, 403);
    EXPECT_EQ(get(path + "?md5=AAAAAAAAAAAAAAAAAAAAAA").status, 403);
    EXPECT_EQ(get(path + "?md5=" + hash.lines().at(0)).status, 200);
}

TEST_F(Embedding, SsiRunsInPagesWhateverTheClientAccepts) {
    put("/with-ssi",
        "<p>" + std::string(2000, 'x') + "</p><!--# include virtual=\"/robots.txt\" -->");
    const std::string robots = get("/robots.txt").body;
    for (const Transport transport : kTransports) {
        for (const char* accepted : {"identity", "br"}) {
            const Response answer = wall->send(
                transport, {"/ssi/with-ssi", {std::string("Accept-Encoding: ") + accepted}});
            EXPECT_EQ(answer.status, 200);
            EXPECT_THAT(answer.body, testing::EndsWith("x</p>" + robots)) << accepted;
        }
        const Response page = wall->send(transport, {"/ssi" + Embedding::page()});
        EXPECT_EQ(page.body, get(Embedding::page()).body);
    }
}

TEST_F(Embedding, SsiOfAFileIncludesPagesPicturesAndJson) {
    const std::string picture = get(Embedding::picture()).body;
    const std::string expected = get("/robots.txt").body + "|" + picture + "|" +
                                 get(page() + ".json").body + "|" + get("/image/nowhere").body +
                                 "|" + picture;
    for (const Transport transport : kTransports) {
        const Response answer =
            wall->send(transport, {"/whole.html", {"Accept-Encoding: br, gzip;q=0"}});
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, expected) << to_string(transport);
    }
}

TEST_F(Embedding, SubFilterReplacesInPagesWhateverTheClientAccepts) {
    for (const Transport transport : kTransports) {
        for (const char* accepted : {"identity", "br, gzip;q=0", "br"}) {
            const Response answer = wall->send(
                transport, {"/sub" + page(), {std::string("Accept-Encoding: ") + accepted}});
            EXPECT_EQ(answer.status, 200);
            EXPECT_THAT(answer.body, HasSubstr("<html data-seen=\"yes\"")) << accepted;
            EXPECT_EQ(answer.headers.count("content-length"), 0u);
        }
    }
    const Response zipped = get("/sub" + page(), {"Accept-Encoding: gzip"});
    EXPECT_EQ(zipped.header("content-encoding"), "gzip") << "nginx encodes what the filter left";
    EXPECT_TRUE(zipped.header("etag").empty() || zipped.header("etag").starts_with("W/"));
    EXPECT_THAT(get(page()).body, Not(HasSubstr("data-seen")));
}

TEST_F(Embedding, AdditionAddsAroundPages) {
    for (const Transport transport : kTransports) {
        const Response answer = wall->send(transport, {"/add" + page(), {"Accept-Encoding: br"}});
        EXPECT_EQ(answer.body, "[before]" + get(page()).body + "[after]");
    }
}

TEST_F(Embedding, AddHeaderAdds) {
    EXPECT_EQ(get("/header" + picture()).header("x-wall"), "yes");
    EXPECT_EQ(get("/header" + picture(), {"If-None-Match: *"}).header("x-wall"), "yes");
    EXPECT_EQ(get("/header" + page()).header("x-wall"), "yes");
}

TEST_F(Embedding, ExpiresReplacesCacheControl) {
    for (const std::string& path : {picture(), page()}) {
        const Response answer = get("/expires" + path);
        EXPECT_EQ(answer.header("cache-control"), "max-age=5");
        EXPECT_EQ(answer.lines.at("cache-control"), 1);
        EXPECT_NE(answer.header("expires"), "");
    }
}

TEST_F(Embedding, ErrorPageTakesThePlaceOf503And404) {
    for (const Transport transport : kTransports) {
        const Response absent = wall->send(transport, {"/gone" + picture()});
        EXPECT_EQ(absent.status, 503);
        EXPECT_EQ(absent.body, "<p>sorry</p>");
        EXPECT_EQ(absent.header("retry-after"), "1");
        EXPECT_EQ(absent.header("cache-control"), "no-store");
        const Response pending = wall->send(transport, {"/sorry/image/" + wall->pending()});
        EXPECT_EQ(pending.status, 503);
        EXPECT_EQ(pending.body, "<p>sorry</p>");
        EXPECT_EQ(pending.header("retry-after"), "2");
        const Response missing = wall->send(transport, {"/sorry/image/nowhere"});
        EXPECT_EQ(missing.status, 404);
        EXPECT_EQ(missing.body, "<p>no such camera</p>");
        const Response other = wall->send(transport, {"/named/image/nowhere"});
        EXPECT_EQ(other.status, 200);
        EXPECT_EQ(other.body, "other");
    }
    EXPECT_EQ(get("/image/" + wall->pending()).body, "no picture yet\n");
    EXPECT_EQ(get("/image/nowhere").body, "image not found\n");
}

TEST_F(Embedding, ErrorPageOfTheStoreIsNotStored) {
    const Response answer = get("/page_of_store/image/nowhere");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.body, get("/robots.txt").body);
    EXPECT_EQ(answer.header("cache-control"), "no-store");
    EXPECT_EQ(answer.lines.at("cache-control"), 1);
    EXPECT_EQ(answer.lines.at("x-content-type-options"), 1);
}

TEST_F(Embedding, ProxyCacheInFrontKeepsAndRevalidates) {
    for (const char* accepted : {"identity", "gzip", "br"}) {
        const std::vector<std::string> headers = {std::string("Accept-Encoding: ") + accepted};
        const Response first = get("/cached" + page(), headers);
        EXPECT_EQ(first.header("x-cache"), "MISS");
        EXPECT_EQ(first.body, get(page(), headers).body);
        EXPECT_EQ(first.header("content-encoding"),
                  get(page(), headers).header("content-encoding"));
        const Response second = get("/cached" + page(), headers);
        EXPECT_EQ(second.header("x-cache"), "HIT");
        EXPECT_EQ(second.body, first.body);
        EXPECT_EQ(second.header("etag"), first.header("etag"));
    }
    const std::string expected = get(picture()).body;
    EXPECT_EQ(get("/strict" + picture()).header("x-cache"), "MISS");
    EXPECT_TRUE(until([&] {
        const Response answer = get("/strict" + picture());
        EXPECT_EQ(answer.body, expected);
        return answer.header("x-cache") == "REVALIDATED";
    }));
    // stale-while-revalidate: an old one is shown while the next is asked for.
    EXPECT_EQ(get("/cached" + picture()).header("x-cache"), "MISS");
    EXPECT_TRUE(until([&] {
        const Response answer = get("/cached" + picture());
        EXPECT_EQ(answer.body, expected);
        return answer.header("x-cache") == "STALE";
    }));
}

TEST_F(Embedding, SlicesOfAPictureMakeAWhole) {
    const std::string expected = get(picture()).body;
    ASSERT_GT(expected.size(), 4096u);
    EXPECT_EQ(get("/sliced" + picture()).body, expected);
    EXPECT_EQ(get("/sliced" + picture(), {"Range: bytes=1500-3500"}).body,
              expected.substr(1500, 2001));
}

TEST_F(Embedding, LimitRateSendsTheWhole) {
    expect_whole("/slow");
}

TEST_F(Embedding, MirrorMirrors) {
    expect_whole("/mirrored");
    EXPECT_TRUE(until([] {
        return read_file(wall->nginx().directory() + "/mirror.log").find("/mirrored") !=
               std::string::npos;
    }));
}

TEST_F(Embedding, FilesAreReadByThreads) {
    expect_whole("/aio");
    expect_whole("/aio_sendfile");
    expect_whole("/directio");
    expect_whole("/postponed");
}

TEST_F(Embedding, MaxRangesHolds) {
    EXPECT_EQ(get("/ranges" + picture(), {"Range: bytes=0-1"}).status, 206);
    EXPECT_EQ(get("/ranges" + picture(), {"Range: bytes=0-1,3-4"}).status, 200);
    const Response none = get("/noranges" + picture(), {"Range: bytes=0-1"});
    EXPECT_EQ(none.status, 200);
    EXPECT_EQ(none.headers.count("accept-ranges"), 0u);
}

TEST_F(Embedding, IfModifiedSinceIsWhatTheDirectiveSays) {
    const std::string after = "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT";
    EXPECT_EQ(get(picture(), {after}).status, 200);
    EXPECT_EQ(get("/older" + picture(), {after}).status, 304);
    const std::string same = "If-Modified-Since: " + wall->resource("picture").last_modified;
    EXPECT_EQ(get("/noetag" + picture(), {same}).status, 200);
}

TEST_F(Embedding, CharsetRecodesPages) {
    const Response answer = get("/charset" + page());
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.header("content-type"), HasSubstr("koi8-r"));
}

TEST_F(Embedding, WhatTheStoreHasNotIsServedFromFiles) {
    EXPECT_EQ(get("/tried/here.txt").body, "here");
    EXPECT_EQ(get("/tried/nothing").body, get("/robots.txt").body);
    EXPECT_EQ(get("/after.txt").body, "[after]");
    // The store answers for all of /camera/, but for what it does not know.
    EXPECT_EQ(get("/camera/by-hand.txt").status, 404);
}

TEST_F(Embedding, PrefixesServeTheSame) {
    EXPECT_EQ(get("/cams" + picture()).header("etag"), wall->resource("picture").etag);
    EXPECT_EQ(get("/cams" + page()).body, get(page()).body);
    EXPECT_EQ(get("/cams/image/nowhere").status, 404);
}

TEST(SeveralStores, EachLocationHasItsOwn) {
    StoreDir one;
    StoreDir two;
    TempDir dir;
    for (const StoreDir* store : {&one, &two}) {
        write_file(dir / "body", store == &one ? "one" : "two");
        ASSERT_EQ(ctl(store->path(), {"put", "/who", dir / "body"}).code, 0);
    }
    Nginx nginx(one.path(), {.server = "location ~ ^/two(/.*)$ { livecam_store " + two.path() +
                                       "; livecam_key $1; }"});
    EXPECT_TRUE(until([&] { return e2e::get(nginx.url("/who")).body == "one"; }));
    EXPECT_TRUE(until([&] { return e2e::get(nginx.url("/two/who")).body == "two"; }));
    EXPECT_EQ(e2e::get(nginx.url("/who")).body, "one");
}

}  // namespace
}  // namespace livecam::e2e
