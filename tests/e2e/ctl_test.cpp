// livecamctl: what people put into a store, and how nginx serves it.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::StartsWith;

class Ctl : public testing::Test {
  protected:
    Finished ctl(std::vector<std::string> arguments) const {
        return e2e::ctl(store.path(), std::move(arguments));
    }

    std::string file(const std::string& name, const std::string& content) const {
        write_file(dir / name, content);
        return dir / name;
    }

    /// `put PATH FILE`, which has to work.
    void put(const std::string& path, const std::string& content,
             std::vector<std::string> options = {}) const {
        options.insert(options.begin(), {"put", path, file("content", content)});
        const Finished done = ctl(std::move(options));
        EXPECT_EQ(done.code, 0);
        EXPECT_EQ(done.output, "");
    }

    static std::string all_bytes() {
        std::string bytes;
        for (int i = 0; i < 70'000; ++i) {
            bytes += static_cast<char>(i * 7 + i / 256);
        }
        return bytes;
    }

    TempDir dir;
    StoreDir store;
};

TEST_F(Ctl, WhatWasPutIsServed) {
    put("/hello.txt", "hello\n", {"--type", "text/plain; charset=utf-8", "--mtime", "1000000000"});
    put("/bytes", all_bytes());
    const Nginx nginx(store.path());
    const Response hello = get(nginx.url("/hello.txt"));
    EXPECT_EQ(hello.status, 200);
    EXPECT_EQ(hello.body, "hello\n");
    EXPECT_EQ(hello.header("content-type"), "text/plain; charset=utf-8");
    EXPECT_EQ(hello.header("last-modified"), "Sun, 09 Sep 2001 01:46:40 GMT");
    EXPECT_THAT(hello.header("etag"), ContainsRegex("^\"[0-9a-f]{16}\"$"));
    EXPECT_EQ(get(nginx.url("/hello.txt"), {"If-None-Match: " + hello.header("etag")}).status, 304);
    EXPECT_EQ(
        get(nginx.url("/hello.txt"), {"If-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT"}).status,
        304);
    const Response bytes = get(nginx.url("/bytes"));
    EXPECT_TRUE(bytes.body == all_bytes());
    EXPECT_EQ(bytes.header("content-type"), "application/octet-stream");
    EXPECT_TRUE(ctl({"get", "/bytes"}).output == all_bytes());
}

TEST_F(Ctl, APutBodyIsReplacedAtOnce) {
    put("/page", "old");
    const Nginx nginx(store.path());
    const Response old = get(nginx.url("/page"));
    EXPECT_EQ(old.body, "old");
    put("/page", "new!");
    const Response now = get(nginx.url("/page"));
    EXPECT_EQ(now.body, "new!");
    EXPECT_NE(now.header("etag"), old.header("etag"));
    EXPECT_EQ(ctl({"rm", "/page"}).code, 0);
    EXPECT_EQ(get(nginx.url("/page")).status, 404);
    put("/page", "back");
    EXPECT_EQ(get(nginx.url("/page")).body, "back");
}

TEST_F(Ctl, AnEmptyBodyIsABody) {
    put("/empty", "", {"--type", "text/plain"});
    const Finished piped = ctl({"put", "/piped", "-"});  // standard input is /dev/null here
    EXPECT_EQ(piped.code, 0) << piped.output;
    const Nginx nginx(store.path());
    for (const char* path : {"/empty", "/piped"}) {
        const Response answer = get(nginx.url(path));
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_EQ(answer.error, 0) << path;
        EXPECT_EQ(answer.header("content-length"), "0") << path;
        EXPECT_NE(answer.header("etag"), "") << path;
    }
    EXPECT_EQ(head(nginx.url("/empty")).status, 200);
    const Finished got = ctl({"get", "/empty"});
    EXPECT_EQ(got.code, 0);
    EXPECT_EQ(got.output, "");
}

TEST_F(Ctl, TimesAreExact) {
    const std::string path = file("dated", "x");
    const timespec times[2] = {{0, 0}, {86'400, 987'654'321}};
    ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    EXPECT_EQ(ctl({"put", "/dated", path}).code, 0);
    EXPECT_EQ(ctl({"put", "/one", path, "--mtime", "1"}).code, 0);
    EXPECT_EQ(ctl({"put", "/future", path, "--mtime", "4102444800"}).code, 0);
    const Nginx nginx(store.path());
    EXPECT_EQ(get(nginx.url("/dated")).header("last-modified"), "Fri, 02 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(get(nginx.url("/one")).header("last-modified"), "Thu, 01 Jan 1970 00:00:01 GMT");
    EXPECT_EQ(get(nginx.url("/future")).header("last-modified"), "Fri, 01 Jan 2100 00:00:00 GMT");
    // The same bytes with another time are another answer.
    EXPECT_EQ(ctl({"put", "/one", path, "--mtime", "2"}).code, 0);
    EXPECT_EQ(get(nginx.url("/one")).header("last-modified"), "Thu, 01 Jan 1970 00:00:02 GMT");
}

TEST_F(Ctl, TheTypeFollowsTheContentUnlessGiven) {
    const std::string pictures = std::string(LIVECAM_SOURCE_DIR) + "/tests/data/pictures/";
    EXPECT_EQ(ctl({"put", "/a", pictures + "baseline.jpg"}).code, 0);
    EXPECT_EQ(ctl({"put", "/b", pictures + "rgb.png"}).code, 0);
    EXPECT_EQ(ctl({"put", "/c", pictures + "rgb.png", "--type", "text/x-own"}).code, 0);
    const Nginx nginx(store.path());
    EXPECT_EQ(get(nginx.url("/a")).header("content-type"), "image/jpeg");
    EXPECT_EQ(get(nginx.url("/b")).header("content-type"), "image/png");
    EXPECT_EQ(get(nginx.url("/c")).header("content-type"), "text/x-own");

    for (const std::string& bad : {std::string(80, 'x'), std::string("text/plain\r\nX: y")}) {
        const Finished done = ctl({"put", "/d", pictures + "rgb.png", "--type", bad});
        EXPECT_EQ(done.code, 1);
        EXPECT_THAT(done.output, StartsWith("livecamctl: the type \""));
    }
    EXPECT_EQ(get(nginx.url("/d")).status, 404);
}

TEST_F(Ctl, ListIsATableOrJson) {
    put("/a", "12345", {"--type", "text/plain", "--mtime", "1000000000"});
    const Finished table = ctl({"list"});
    EXPECT_EQ(table.code, 0);
    EXPECT_THAT(table.output, ContainsRegex("^PATH +KIND +STATE +SIZE +CHANGED +TYPE\n"
                                            "/a +body +- +5 bytes +2001-09-.*text/plain"));
    const Finished json = ctl({"list", "--json"});
    rapidjson::Document document;
    ASSERT_FALSE(document.Parse(json.output.c_str()).HasParseError()) << json.output;
    ASSERT_EQ(document.Size(), 1u);
    EXPECT_STREQ(document[0]["path"].GetString(), "/a");
    EXPECT_STREQ(document[0]["kind"].GetString(), "body");
    EXPECT_STREQ(document[0]["type"].GetString(), "text/plain");
    EXPECT_EQ(document[0]["frames"][0]["length"].GetUint64(), 5u);
    EXPECT_EQ(document[0]["frames"][0]["changed_at"].GetInt64(), 1'000'000'000'000);
}

TEST_F(Ctl, MistakesAreNamed) {
    put("/a", "a");
    const auto refused = [&](std::vector<std::string> arguments, int code) {
        const Finished done = ctl(std::move(arguments));
        EXPECT_EQ(done.code, code) << done.output;
        return done.output;
    };
    EXPECT_EQ(refused({"get", "/none"}, 1),
              "livecamctl: " + store.path() + " has no path /none; see livecamctl list\n");
    EXPECT_EQ(refused({"rm", "/none"}, 1),
              "livecamctl: " + store.path() + " has no path /none; see livecamctl list\n");
    EXPECT_EQ(refused({"put", "a", dir / "content"}, 1),
              "livecamctl: the path \"a\" must begin with /\n");
    EXPECT_EQ(refused({"put", "/b", dir / "none"}, 1),
              "livecamctl: cannot read " + dir / "none" + ": No such file or directory\n");
    EXPECT_EQ(refused({"put", "/b", dir.path()}, 1),
              "livecamctl: cannot read " + dir.path() + ": Is a directory\n");
    EXPECT_THAT(refused({"put", "/" + std::string(5000, 'x'), dir / "content"}, 1),
                HasSubstr("a path of 5001 bytes; the limit is 4096"));
    EXPECT_THAT(refused({"state"}, 1), AllOf(HasSubstr("no livecamd answers in " + store.path()),
                                             HasSubstr("is it running")));
    EXPECT_THAT(refused({}, 2), HasSubstr("subcommand"));
    EXPECT_THAT(refused({"put", "/a"}, 2), HasSubstr("file is required"));
    EXPECT_EQ(e2e::ctl(dir / "nowhere", {"list"}).code, 1);
    EXPECT_THAT(e2e::ctl(dir / "nowhere", {"list"}).output, HasSubstr(dir / "nowhere"));
    EXPECT_FALSE(std::filesystem::exists(dir / "nowhere")) << "looking makes nothing";
    EXPECT_EQ(ctl({"get", "/a"}).output, "a") << "what was there is there";
}

TEST_F(Ctl, AHugeFileIsRefused) {
    const std::string huge = file("huge", "");
    ASSERT_EQ(::truncate(huge.c_str(), 5'000'000'000), 0);
    const Finished done = ctl({"put", "/huge", huge});
    EXPECT_EQ(done.code, 1);
    EXPECT_EQ(done.output, "livecamctl: " + huge + " is larger than 256 MiB\n");
    EXPECT_FALSE(std::filesystem::exists(store.path() + "/index")) << "the store is untouched";
}

/// Beside livecamd.
class CtlAndLivecamd : public Ctl {
  protected:
    CtlAndLivecamd() {
        write_file(dir / "cameras.json", config_text({{"one", simulator.url("/cam/one.jpg")}},
                                                     R"("fetch": {"interval": "300ms"})"));
    }

    void stop(Livecamd& livecamd) {
        livecamd.process().signal(SIGTERM);
        ASSERT_EQ(livecamd.process().wait(), 0) << livecamd.log();
    }

    const Simulator simulator{{"--cameras", "1", "--interval", "1s", "--size", "160x100"}};
};

TEST_F(CtlAndLivecamd, OnlyLooksWhileLivecamdHoldsTheStore) {
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_picture("/image/one")) << livecamd.log();
    const std::string held =
        "is held by another writer (pid " + std::to_string(livecamd.process().pid()) + ")";
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"put", "/a", file("a", "a")}, {"rm", "/image/one"}}) {
        const Finished done = ctl(command);
        EXPECT_EQ(done.code, 1);
        EXPECT_THAT(done.output, HasSubstr(held));
    }
    EXPECT_THAT(ctl({"list"}).output, ContainsRegex("/image/one +frames +live .*image/jpeg"));
    EXPECT_THAT(ctl({"get", "/image/one"}).output, StartsWith("\xFF\xD8"));
    EXPECT_EQ(status_of(store.path(), "one").state, "live");
}

TEST_F(CtlAndLivecamd, ACamerasPathIsLivecamds) {
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_picture("/image/one")) << livecamd.log();
    stop(livecamd);
    const std::string picture = ctl({"get", "/image/one"}).output;
    const Finished done = ctl({"put", "/image/one", file("a", "a")});
    EXPECT_EQ(done.code, 1);
    EXPECT_EQ(done.output, "livecamctl: /image/one belongs to livecamd; only bodies can be put\n");
    EXPECT_TRUE(ctl({"get", "/image/one"}).output == picture);
    EXPECT_THAT(ctl({"list"}).output, ContainsRegex("/image/one +frames +(live|stale) "));
}

TEST_F(CtlAndLivecamd, WhatWasPutOutlivesLivecamd) {
    put("/own/page", "mine", {"--type", "text/plain", "--mtime", "1000000000"});
    const Nginx nginx(store.path());
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_picture("/image/one")) << livecamd.log();
    const auto expect_mine = [&] {
        const Response answer = get(nginx.url("/own/page"));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "mine");
        EXPECT_EQ(answer.header("content-type"), "text/plain");
        EXPECT_EQ(answer.header("last-modified"), "Sun, 09 Sep 2001 01:46:40 GMT");
    };
    expect_mine();
    EXPECT_EQ(e2e::ctl(store.path(), {"reload"}).code, 0);
    expect_mine();
    stop(livecamd);
    expect_mine();
    put("/own/other", "too");
    livecamd.start();
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    expect_mine();
    EXPECT_EQ(get(nginx.url("/own/other")).body, "too");
}

TEST_F(CtlAndLivecamd, APageOfLivecamdsComesBackAtItsNextStart) {
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    stop(livecamd);
    const Nginx nginx(store.path());
    put("/wall", "closed today");
    EXPECT_EQ(get(nginx.url("/wall")).body, "closed today");
    livecamd.start();
    ASSERT_TRUE(livecamd.wait_picture("/image/one"));
    EXPECT_TRUE(until(
        [&] { return get(nginx.url("/wall")).body.find("<!DOCTYPE html>") != std::string::npos; }));
}

}  // namespace
}  // namespace livecam::e2e
