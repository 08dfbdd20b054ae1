// Another configuration while the wall is being looked at: a bad one changes nothing, a good one
// only what differs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <functional>
#include <span>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"
#include "tests/simulator/stamp.h"

namespace livecam::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kBrisk[] = R"("fetch": {"interval": "300ms", "max_backoff": "1s"})";

class Reload : public testing::Test {
  protected:
    Reload() { EXPECT_TRUE(ready) << livecamd.log(); }

    std::string with(const std::vector<std::string>& ids, const std::string& more = "") const {
        std::vector<CameraText> cameras;
        for (const std::string& id : ids) {
            cameras.push_back({id, simulator.url("/cam/" + id + ".jpg")});
        }
        return config_text(cameras, kBrisk + more);
    }

    std::string configure(const std::string& text) const {
        write_file(file, text);
        return file;
    }

    Response shown(const std::string& id) const { return get(nginx.url("/image/" + id)); }

    std::uint64_t sequence(const std::string& id) const {
        const std::string body = shown(id).body;
        const auto stamp = sim::verify(std::as_bytes(std::span{body}));
        return stamp && stamp->camera == id ? stamp->sequence : 0;
    }

    /// Both cameras of the first configuration, and nothing else, are shown and go on.
    void expect_first_wall_goes_on() const {
        for (const std::string id : {"one", "two"}) {
            const std::uint64_t before = sequence(id);
            EXPECT_GT(before, 0u) << id;
            EXPECT_TRUE(until([&] { return sequence(id) > before; })) << id;
        }
        EXPECT_EQ(shown("three").status, 404);
        const std::string page = get(nginx.url("/wall.json")).body;
        EXPECT_THAT(page, AllOf(HasSubstr("\"one\""), HasSubstr("\"two\"")));
    }

    /// `reload` makes livecamd read {"one", "three"} in place of {"one", "two"}.
    void expect_only_the_difference(const std::function<void()>& reload) {
        // Held at one picture, so that any change of it is the reload's.
        const std::string pinned = get(simulator.url("/control/pin?camera=one")).body;
        const std::size_t number = pinned.find("\"seq\": ");
        ASSERT_NE(number, std::string::npos) << pinned;
        const std::uint64_t held = std::stoull(pinned.substr(number + 7));
        ASSERT_TRUE(until([&] { return sequence("one") == held; }));
        const Response one = shown("one");
        configure(with({"one", "three"}));
        reload();
        int requests = 0;
        EXPECT_TRUE(until([&] {
            const Response now = shown("one");
            EXPECT_EQ(now.status, 200) << "a picture was lost by a reload";
            EXPECT_EQ(now.header("etag"), one.header("etag"));
            EXPECT_EQ(now.header("last-modified"), one.header("last-modified"));
            ++requests;
            return sequence("three") > 0 && shown("two").status == 404;
        })) << livecamd.log();
        EXPECT_GT(requests, 0);
        EXPECT_EQ(shown("two").body, "image not found\n");
        EXPECT_EQ(get(nginx.url("/camera/two")).status, 404);
        EXPECT_EQ(get(nginx.url("/camera/three")).status, 200);
        EXPECT_TRUE(until([&] {
            const std::string page = get(nginx.url("/wall.json")).body;
            return page.find("\"three\"") != std::string::npos &&
                   page.find("\"two\"") == std::string::npos;
        }));
        EXPECT_EQ(states(store.path()).count("two"), 0u);
    }

    TempDir dir;
    std::string file = dir / "cameras.json";
    Simulator simulator{{"--cameras", "1", "--interval", "1s", "--size", "160x100"}};
    StoreDir store;
    Livecamd livecamd{configure(with({"one", "two"})), store.path()};
    // nginx afterwards: a worker that finds no store looks again only 100 ms later.
    bool ready = livecamd.wait_ready();
    Nginx nginx{store.path()};
};

TEST_F(Reload, ABadConfigurationIsRefused) {
    configure(R"({"fetch": {"interval": 3}, "groups": [{"id": "s", "cameras": []}]})");
    const Finished done = ctl(store.path(), {"reload"});
    EXPECT_EQ(done.code, 1);
    EXPECT_THAT(done.output,
                AllOf(HasSubstr("\"ok\":false"),
                      HasSubstr(file + ": /fetch/interval: 3: must be a duration in quotes"),
                      HasSubstr(file + ": /groups/0/id: \\\"s\\\": is the name of a route")));
    EXPECT_THAT(livecamd.log(),
                AllOf(HasSubstr(file + ": /fetch/interval: 3: must be a duration in quotes"),
                      HasSubstr("reload refused, the old configuration stays in force")));
    expect_first_wall_goes_on();

    configure("");
    EXPECT_EQ(ctl(store.path(), {"reload"}).code, 1);
    ASSERT_EQ(::unlink(file.c_str()), 0);
    const Finished gone = ctl(store.path(), {"reload"});
    EXPECT_EQ(gone.code, 1);
    EXPECT_THAT(gone.output, HasSubstr(file + ": does not exist"));
    expect_first_wall_goes_on();
}

TEST_F(Reload, AGoodConfigurationChangesWhatDiffers) {
    expect_only_the_difference([this] {
        const Finished done = ctl(store.path(), {"reload"});
        EXPECT_EQ(done.code, 0);
        EXPECT_EQ(done.output, "{\"ok\":true,\"notes\":[]}\n");
    });
}

TEST_F(Reload, SighupDoesTheSame) {
    configure("{");
    livecamd.process().signal(SIGHUP);
    ASSERT_TRUE(
        until([this] { return livecamd.log().find("reload refused") != std::string::npos; }));
    expect_first_wall_goes_on();
    expect_only_the_difference([this] { livecamd.process().signal(SIGHUP); });
}

TEST_F(Reload, WhatOnlyARestartChangesIsSaid) {
    configure(with({"one", "two"}, R"(, "store": {"max_bytes": "64M", "keep": 0})"));
    const Finished done = ctl(store.path(), {"reload"});
    EXPECT_EQ(done.code, 0);
    EXPECT_THAT(done.output,
                AllOf(HasSubstr("\"ok\":true"),
                      HasSubstr("store.max_bytes changed and takes effect at the next start"),
                      HasSubstr("store.keep changed and takes effect at the next start"),
                      Not(HasSubstr("store.path"))));
    expect_first_wall_goes_on();
}

TEST_F(Reload, ACameraWhoseAddressChangesShowsTheNewOne) {
    configure(config_text(
        {{"one", simulator.url("/cam/other.jpg")}, {"two", simulator.url("/cam/two.jpg")}},
        kBrisk));
    ASSERT_EQ(ctl(store.path(), {"reload"}).code, 0);
    EXPECT_TRUE(until([this] {
        const Response now = shown("one");
        EXPECT_EQ(now.status, 200) << "the old picture stays until the new one is there";
        const auto stamp = sim::verify(std::as_bytes(std::span{now.body}));
        return stamp && stamp->camera == "other";
    }));
}

TEST_F(Reload, AWallThatGrowsKeepsItsPictures) {
    // More paths than the index has room for: it is replaced while nginx reads it.
    std::vector<std::string> ids = {"one", "two"};
    for (int i = 0; i < 60; ++i) {
        ids.push_back("more-" + std::to_string(i));
    }
    configure(with(ids));
    ASSERT_EQ(ctl(store.path(), {"reload"}).code, 0) << livecamd.log();
    EXPECT_EQ(shown("one").status, 200);
    EXPECT_EQ(shown("two").status, 200);
    EXPECT_TRUE(until([&] { return shown(ids.back()).status == 200; }, 60s)) << livecamd.log();
    EXPECT_EQ(get(nginx.url("/camera/more-59")).status, 200);
}

}  // namespace
}  // namespace livecam::e2e
