// The feeds beside the pictures, as visitors get them: they fail, lie, hang and recover, and the
// wall goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <utility>
#include <vector>

#include "tests/e2e/ctl.h"
#include "tests/e2e/feeds_wall.h"
#include "tests/e2e/metrics.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

class FeedsTest : public testing::TestWithParam<Mountain> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(until([this] { return wall.shows_all(1); }))
            << wall.livecamd->log() << wall.body("/wall");
    }

    /// Nothing that anybody can read holds the key.
    void show(const std::string& where, const std::string& text) {
        EXPECT_FALSE(text.empty() && where.front() == '/') << where;
        EXPECT_THAT(text, Not(HasSubstr(FeedsWall::kKey))) << where;
    }

    void show_everything() {
        for (const char* path : {"/", "/.json", "/wall", "/wall.json", "/camera/cam0",
                                 "/camera/cam0.json", "/api/canyon/WALL/udot", "/api/state.json",
                                 "/_/metrics", "/_/version", "/healthcheck"}) {
            show(path, wall.body(path));
        }
        for (const char* command : {"state", "list", "reload"}) {
            show(command, ctl(wall.store.path(), {command}).output);
        }
        for (const std::string& directory : {wall.store.path(), wall.nginx->directory()}) {
            for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
                if (entry.is_regular_file()) {
                    show("file " + entry.path().string(), read_file(entry.path()));
                }
            }
        }
        const std::string process = "/proc/" + std::to_string(wall.livecamd->process().pid());
        show(process + "/cmdline", read_file(process + "/cmdline"));
        show("the log", wall.livecamd->log());
    }

    FeedsWall wall{GetParam()};
    const std::vector<FeedCase>& feeds = wall.feeds();
};

INSTANTIATE_TEST_SUITE_P(Mountain, FeedsTest, testing::Values(Mountain::kSynoptic, Mountain::kNws),
                         [](const auto& info) { return testing::PrintToString(info.param); });

TEST_P(FeedsTest, OnlyTheGroupsRoadsAreShown) {
    EXPECT_THAT(wall.body("/wall"), Not(HasSubstr("2100 South")));
    EXPECT_THAT(wall.body("/api/canyon/WALL/udot"), Not(HasSubstr("2100 South")));
}

TEST_P(FeedsTest, TheKeyIsNowhere) {
    // Every way to fail has words of its own.
    const std::vector<std::pair<FeedCase, const char*>> broken = {
        {feeds[0], "500"}, {feeds[1], "html"}, {feeds[2], "loop"}, {feeds[5], "reset"}};
    std::vector<double> failed;
    for (const auto& [feed, fault] : broken) {
        failed.push_back(wall.fetches(feed, "failed"));
        wall.break_document(feed, fault);
    }
    for (std::size_t i = 0; i < broken.size(); ++i) {
        const FeedCase& feed = broken[i].first;
        EXPECT_TRUE(until([&] { return wall.fetches(feed, "failed") > failed[i]; })) << feed.feed;
    }
    EXPECT_THAT(wall.livecamd->log(), HasSubstr("feed fails feed=udot_roads "));
    show_everything();
    wall.livecamd->process().signal(SIGTERM);
    EXPECT_EQ(wall.livecamd->process().wait(), 0);
    show("the log", wall.livecamd->log());
}

TEST_P(FeedsTest, MetricsTellOfEachFeedAndAreCleanForPromtool) {
    EXPECT_TRUE(until([&] {  // written every five seconds
        return std::ranges::all_of(feeds, [&](const FeedCase& feed) {
            return wall.fetches(feed, "changed") > 0 && wall.fetches(feed, "unchanged") > 0;
        });
    }));
    const std::string text = wall.body("/_/metrics");
    write_file(wall.dir / "metrics", text);
    const Finished checked =
        run({"sh", "-c", "exec promtool check metrics < " + (wall.dir / "metrics")});
    EXPECT_EQ(checked.code, 0) << checked.output;
    EXPECT_EQ(checked.output, "");
    EXPECT_THAT(text, HasSubstr("# TYPE livecam_feed_fetches_total counter"));
    EXPECT_THAT(text, HasSubstr("# TYPE livecam_feed_last_success_timestamp_seconds gauge"));
    EXPECT_THAT(text, HasSubstr("# TYPE livecam_feed_items gauge"));
    const Samples all = samples(text);
    const auto now = static_cast<double>(std::time(nullptr));
    for (const FeedCase& feed : feeds) {
        const std::string label = std::string("{feed=\"") + feed.feed + "\"}";
        const double reached = value(all, "livecam_feed_last_success_timestamp_seconds" + label);
        EXPECT_GT(reached, now - 120) << feed.feed;
        EXPECT_LE(reached, now) << feed.feed;
        EXPECT_EQ(value(all, "livecam_feed_items" + label),
                  std::string(feed.feed) == "udot_roads" ? 2 : 1)
            << feed.feed;
        EXPECT_EQ(wall.fetches(feed, "failed"), 0) << feed.feed;
    }
}

TEST_P(FeedsTest, EachFailsLiesHangsAndRecoversWhileTheWallGoesOn) {
    // Every feed gets each of them once, and in each round some feed is well.
    constexpr std::array<const char*, 5> kFaults = {"500", "html", "truncated", "odd", "none"};
    int generation = 1;
    for (std::size_t round = 0; round < kFaults.size(); ++round) {
        const int old = generation++;
        std::vector<double> failed(feeds.size());
        for (std::size_t i = 0; i < feeds.size(); ++i) {
            failed[i] = wall.fetches(feeds[i], "failed");
            wall.break_document(feeds[i], kFaults[(i + round) % kFaults.size()]);
        }
        wall.publish(generation);
        EXPECT_TRUE(wall.pictures_go_on()) << wall.livecamd->log();
        for (std::size_t i = 0; i < feeds.size(); ++i) {
            const FeedCase& feed = feeds[i];
            const std::string fault = kFaults[(i + round) % kFaults.size()];
            SCOPED_TRACE(std::string(feed.feed) + " " + fault);
            if (fault == "none") {
                EXPECT_TRUE(until([&] { return wall.shows(feed, generation); }));
            } else {
                EXPECT_TRUE(until([&] { return wall.fetches(feed, "failed") > failed[i]; }));
                EXPECT_TRUE(wall.shows(feed, old));
            }
        }
        for (const FeedCase& feed : feeds) {
            wall.break_document(feed, "none");
        }
        wall.publish(generation);
        ASSERT_TRUE(until([&] { return wall.shows_all(generation); })) << wall.livecamd->log();
    }
    EXPECT_THAT(wall.livecamd->log(), HasSubstr("feed is back feed=uac failures="));

    std::vector<double> failed(feeds.size());
    for (std::size_t i = 0; i < feeds.size(); ++i) {
        failed[i] = wall.fetches(feeds[i], "failed");
        wall.break_document(feeds[i], "hang");
    }
    wall.publish(generation + 1);
    EXPECT_TRUE(wall.pictures_go_on());
    EXPECT_TRUE(until(
        [&] {
            for (std::size_t i = 0; i < feeds.size(); ++i) {
                if (wall.fetches(feeds[i], "failed") <= failed[i]) {
                    return false;
                }
            }
            return true;
        },
        60s))
        << wall.livecamd->log();
    EXPECT_TRUE(wall.shows_all(generation));
    EXPECT_TRUE(wall.pictures_go_on());
    show_everything();
    for (const FeedCase& feed : feeds) {
        wall.break_document(feed, "none");
    }
    EXPECT_TRUE(until([&] { return wall.shows_all(generation + 1); }, 60s)) << wall.livecamd->log();

    wall.livecamd->process().signal(SIGTERM);
    EXPECT_EQ(wall.livecamd->process().wait(), 0);
    show("the log", wall.livecamd->log());
}

}  // namespace
}  // namespace livecam::e2e
