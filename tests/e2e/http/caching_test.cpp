// What caches and scripts of other sites are told, and what a restart must not change.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <memory>

#include "shared/store_reader.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http/frozen_wall.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

class Caching : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        wall = std::make_unique<FrozenWall>(NginxOptions{
            .http = "map $http_origin $friend { default ''; https://a.example $http_origin; }",
            .server = "location ~ ^/open(/.*)$ { livecam_key $1; livecam_cors *; }\n"
                      "location ~ ^/friends(/.*)$ { livecam_key $1; livecam_cors $friend; }\n"
                      "location ~ ^/echo(/.*)$ { livecam_key $1; livecam_cors $arg_origin; }"});
    }
    static void TearDownTestSuite() { wall.reset(); }

    /// The kept pictures of the camera, newest first, as ETags without quotes.
    static std::vector<std::string> kept() {
        StoreReader reader(wall->store().c_str(), ::geteuid());
        reader.refresh(kAttachRetryMs);
        Descriptor descriptor;
        std::vector<std::string> etags;
        reader.index().read(*reader.index().find("/image/" + wall->camera()), descriptor);
        for (std::size_t i = 0; i < descriptor.frame_count; ++i) {
            char text[17];
            std::snprintf(text, sizeof text, "%016lx",
                          static_cast<unsigned long>(descriptor.frames[i].etag));
            etags.emplace_back(text);
        }
        return etags;
    }

    static std::unique_ptr<FrozenWall> wall;
};

std::unique_ptr<FrozenWall> Caching::wall;

TEST_F(Caching, PictureMayBeKeptUntilItsNextExpectedChange) {
    const std::string path = wall->resource("picture").path;
    EXPECT_THAT(wall->get(path).header("cache-control"),
                testing::MatchesRegex("public, max-age=[1-9][0-9]?, stale-while-revalidate=120, "
                                      "stale-if-error=600"));
    // This one is overdue, because its sidecar has ended.
    EXPECT_TRUE(until(
        [&] { return wall->get(path).header("cache-control").starts_with("public, max-age=1,"); }));
    EXPECT_THAT(wall->get(path).header("cache-status"),
                testing::MatchesRegex("livecam; hit; detail=(live|stale)"));
}

TEST_F(Caching, NewestAndKeptPicturesAreImmutable) {
    const std::vector<std::string> etags = kept();
    ASSERT_GE(etags.size(), 2u);
    for (const std::string& etag : etags) {
        const Response answer = wall->get("/image/" + wall->camera() + "/" + etag);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.header("etag"), "\"" + etag + "\"");
        EXPECT_EQ(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
}

TEST_F(Caching, PictureThatIsNoLongerKeptLeadsToTheNewest) {
    for (const std::string& prefix : {std::string(), std::string("/open")}) {
        const std::string path = prefix + "/image/" + wall->camera() + "/00000000deadbeef";
        const Response gone = wall->get(path);
        EXPECT_EQ(gone.status, 302);
        EXPECT_EQ(gone.header("cache-control"), "no-store");
        // As a browser resolves it: the last segment goes, then one more for "..".
        EXPECT_TRUE(gone.header("location").ends_with("../" + wall->camera()));
    }
}

TEST_F(Caching, NothingContradictsItself) {
    for (const std::string& path : wall->keys()) {
        const Response answer = wall->get(path);
        const std::string control = answer.header("cache-control");
        EXPECT_NE(control, "") << path;
        EXPECT_EQ(answer.lines.at("cache-control"), 1) << path;
        EXPECT_THAT(control, Not(HasSubstr("must-revalidate"))) << path;
        EXPECT_EQ(answer.header("x-content-type-options"), "nosniff") << path;
        EXPECT_EQ(answer.lines.at("x-content-type-options"), 1) << path;
        if (answer.status >= 400) {
            EXPECT_THAT(control, testing::AnyOf("no-store", "no-cache", "public, max-age=0"))
                << path;
        }
    }
}

TEST_F(Caching, OtherSitesReadNothingUnlessTheyMay) {
    for (const char* name : {"picture", "picture_kept", "json", "page"}) {
        const Response answer = wall->get(wall->resource(name).path, {"Origin: https://a.example"});
        EXPECT_EQ(answer.headers.count("access-control-allow-origin"), 0u) << name;
    }
}

TEST_F(Caching, OtherSitesMayReadPicturesAndJsonButNotPages) {
    for (const Transport transport : kTransports) {
        for (const char* name : {"picture", "picture_kept", "json"}) {
            const Resource& resource = wall->resource(name);
            const std::string path = "/open" + resource.path;
            for (const std::string& condition :
                 {std::string("X-None: 1"), "If-None-Match: " + resource.etag,
                  std::string("Range: bytes=0-1")}) {
                const Response answer = wall->send(transport, {path, {condition}});
                EXPECT_EQ(answer.header("access-control-allow-origin"), "*") << condition;
                EXPECT_EQ(answer.header("access-control-expose-headers"), "ETag, Cache-Status");
            }
            const Response preflight =
                wall->send(transport, {path, {"Origin: https://a.example"}, "OPTIONS"});
            EXPECT_EQ(preflight.status, 204);
            EXPECT_EQ(preflight.header("access-control-allow-origin"), "*");
            EXPECT_EQ(preflight.header("access-control-allow-methods"), "GET, HEAD");
            EXPECT_THAT(preflight.header("access-control-allow-headers"),
                        HasSubstr("If-None-Match"));
        }
        const Response gone =
            wall->send(transport, {"/open/image/" + wall->camera() + "/00000000deadbeef"});
        EXPECT_EQ(gone.status, 302);
        EXPECT_EQ(gone.header("access-control-allow-origin"), "*");
        const Response page = wall->send(transport, {"/open" + wall->resource("page").path});
        EXPECT_EQ(page.headers.count("access-control-allow-origin"), 0u);
    }
}

TEST_F(Caching, ComputedOriginVaries) {
    const std::string path = "/friends" + wall->resource("picture").path;
    const Response yes = wall->get(path, {"Origin: https://a.example"});
    EXPECT_EQ(yes.header("access-control-allow-origin"), "https://a.example");
    EXPECT_EQ(yes.header("vary"), "Origin");
    const Response no = wall->get(path, {"Origin: https://b.example"});
    EXPECT_EQ(no.headers.count("access-control-allow-origin"), 0u);
    EXPECT_EQ(no.header("vary"), "Origin");
}

TEST_F(Caching, WhatIsNoFieldValueIsNotSent) {
    const Response answer =
        wall->get("/echo" + wall->resource("picture").path + "?origin=\xc3\xa9");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.count("access-control-allow-origin"), 0u);
}

/// What a viewer's cache holds a picture and a page by.
std::vector<std::string> validators(const Nginx& nginx, const std::string& camera) {
    std::vector<std::string> all;
    const Response newest = get(nginx.url("/image/" + camera));
    const std::string kept = "/image/" + camera + "/" + newest.header("etag").substr(1, 16);
    for (const std::string& path : {"/image/" + camera, kept, "/camera/" + camera}) {
        const Response answer = get(nginx.url(path));
        all.push_back(path + " " + std::to_string(answer.status) + " " + answer.header("etag") +
                      " " + answer.header("last-modified"));
    }
    return all;
}

TEST(Times, SurviveARestartOfEitherProcess) {
    Simulator simulator(
        {"--cameras", "1", "--interval", "1s", "--size", "160x100", "--fault", "*=frozen"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    const auto all = states(store.path());
    ASSERT_EQ(all.size(), 1u);
    const std::string camera = all.begin()->first;
    auto nginx = std::make_unique<Nginx>(store.path());
    ASSERT_TRUE(until([&] { return get(nginx->url("/image/" + camera)).status == 200; }));
    const std::vector<std::string> before = validators(*nginx, camera);

    for (const int how : {SIGTERM, SIGKILL}) {
        const std::int64_t checked = status_of(store.path(), camera).checked_at;
        livecamd.process().signal(how);
        livecamd.process().wait();
        EXPECT_EQ(validators(*nginx, camera), before) << "without a sidecar, after signal " << how;
        livecamd.start();
        // The same picture has been fetched once more by then.
        ASSERT_TRUE(
            until([&] { return status_of(store.path(), camera).checked_at > checked + 1000; }));
        EXPECT_EQ(validators(*nginx, camera), before) << "after a restart by signal " << how;
        EXPECT_EQ(status_of(store.path(), camera).changed_at, all.begin()->second.changed_at);
        EXPECT_EQ(status_of(store.path(), camera).captured_at, all.begin()->second.captured_at);
    }
    nginx = nullptr;
    nginx = std::make_unique<Nginx>(store.path());
    EXPECT_EQ(validators(*nginx, camera), before) << "after a restart of nginx";
}

}  // namespace
}  // namespace livecam::e2e
