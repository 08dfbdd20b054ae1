// What happens to nginx, store and sidecar while viewers look: how many requests fail, and why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/http/keepers.h"
#include "tests/e2e/http/raw.h"
#include "tests/e2e/load.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

constexpr int kViewers = 4;
constexpr int kCameras = 6;

/// LIVECAM_LIFECYCLE=20 makes everything take twenty times as long.
int factor() {
    const char* wanted = std::getenv("LIVECAM_LIFECYCLE");
    return wanted != nullptr ? std::max(1, std::atoi(wanted)) : 1;
}

class LifeCycle : public testing::Test {
  protected:
    LifeCycle() { write_config(kCameras); }

    /// `count` cameras, of which the viewers watch the first kCameras.
    void write_config(int count) {
        std::vector<CameraText> cameras;
        for (int i = 0; i < count; ++i) {
            const std::string id = std::to_string(i);
            cameras.push_back({"c" + id, simulator.url("/cam/" + id + ".jpg")});
        }
        write_file(dir / "cameras.json",
                   config_text(cameras, R"("fetch": {"interval": "1s", "per_host": 16})"));
    }

    void start(NginxOptions options = {}) {
        livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path());
        ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
        nginx = std::make_unique<Nginx>(store.path(), std::move(options));
        std::vector<std::string> slugs;
        for (int i = 0; i < kCameras; ++i) {
            slugs.push_back("c" + std::to_string(i));
            ASSERT_TRUE(livecamd->wait_picture("/image/" + slugs.back()));
        }
        load = std::make_unique<Load>(nginx->url(""), slugs, kViewers, 2ms);
    }

    LoadReport stop() {
        LoadReport report = load->stop();
        std::cout << report.requests << " requests, " << report.failures.size() << " failed\n";
        for (const std::string& failure : report.failures) {
            std::cout << "  " << failure << '\n';
        }
        EXPECT_TRUE(report.went_back.empty());
        EXPECT_GT(report.pictures, 100u);
        return report;
    }

    /// Until viewers have asked `count` times more; paces what the test does.
    void let_viewers_ask(std::uint64_t count) {
        const std::uint64_t from = load->requests();
        ASSERT_TRUE(until([&] { return load->requests() >= from + count; }));
    }

    TempDir dir;
    const Simulator simulator{{"--cameras", "60", "--interval", "1s", "--size", "160x100"}};
    const StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
    std::unique_ptr<Nginx> nginx;
    std::unique_ptr<Load> load;
};

TEST_F(LifeCycle, FiftyReloadsFailNothing) {
    start({.server = "location /static/ { livecam off; }"});
    std::filesystem::create_directories(nginx->directory() + "/html/static");
    write_file(nginx->directory() + "/html/static/file", "static");
    Keepers ours(nginx->port(), "/image/c0");
    Keepers files(nginx->port(), "/static/file");
    for (int i = 0; i < 50 * factor(); ++i) {
        nginx->reload();
        let_viewers_ask(50);
    }
    EXPECT_THAT(stop().failures, testing::IsEmpty());
    const KeepersReport of_ours = ours.stop();
    const KeepersReport of_files = files.stop();
    std::cout << "kept connections closed between two requests: " << of_ours.closed_idle << " of "
              << of_ours.requests << ", static " << of_files.closed_idle << " of "
              << of_files.requests << "\n";
    EXPECT_EQ(of_ours.failures, 0u);
    EXPECT_EQ(of_files.failures, 0u);
    EXPECT_GT(of_ours.requests, 50u);
    // Each reload may close each idle connection once; ours no more often than others.
    EXPECT_LE(of_ours.closed_idle, of_files.closed_idle + 10);
}

TEST_F(LifeCycle, BinaryUpgradesFailNothing) {
    start({.daemon = true});
    for (int i = 0; i < 3 * factor(); ++i) {
        nginx->upgrade();
        let_viewers_ask(300);
    }
    EXPECT_THAT(stop().failures, testing::IsEmpty());
}

TEST_F(LifeCycle, WorkersKilledCostOnlyTheAnswersTheyWereGiving) {
    start();
    nginx->allow("exited on signal 9");
    const int kills = 3 * factor();
    for (int i = 0; i < kills; ++i) {
        const std::vector<pid_t> before = nginx->workers();
        ASSERT_FALSE(before.empty());
        load->mark("killed");
        ::kill(before[0], SIGKILL);
        ASSERT_TRUE(until([&] {
            const std::vector<pid_t> now = nginx->workers();
            return now.size() == before.size() && now != before;
        }));
        let_viewers_ask(300);
    }
    const LoadReport report = stop();
    EXPECT_LE(report.failures.size(), static_cast<std::size_t>(kills * kViewers));
    for (const std::string& failure : report.failures) {
        EXPECT_THAT(failure, testing::Not(testing::HasSubstr("status"))) << "an answer was wrong";
    }
}

TEST_F(LifeCycle, ShutdownTimeoutEndsSlowReadersAndFailsNobodyElse) {
    start({.main = "worker_shutdown_timeout 300ms;",
           .server = "location ~ ^/slow(/.*)$ { limit_rate 500; livecam_key $1; }"});
    RawConnection slow(nginx->port());
    ASSERT_TRUE(slow.send("GET /slow/image/c0 HTTP/1.1\r\nHost: a\r\n\r\n"));
    const std::vector<pid_t> before = nginx->workers();
    for (int i = 0; i < 5 * factor(); ++i) {
        nginx->reload();
        let_viewers_ask(100);
    }
    EXPECT_TRUE(until([&] {  // within its timeout, not when the slow reader is done
        const std::vector<pid_t> now = nginx->workers();
        return std::none_of(before.begin(), before.end(), [&](pid_t pid) {
            return std::find(now.begin(), now.end(), pid) != now.end();
        });
    }));
    EXPECT_THAT(stop().failures, testing::IsEmpty());
}

TEST_F(LifeCycle, AnotherShapeOfTheStoreFailsNothing) {
    start();
    for (int i = 0; i < factor(); ++i) {
        for (const int cameras : {60, kCameras, 40}) {
            load->mark(std::to_string(cameras) + " cameras");
            write_config(cameras);
            livecamd->process().signal(SIGTERM);
            livecamd->process().wait();
            livecamd->start();
            ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
            const std::string last = "/camera/c" + std::to_string(cameras - 1);
            ASSERT_TRUE(until([&] { return get(nginx->url(last)).status == 200; }));
            let_viewers_ask(300);
        }
    }
    EXPECT_THAT(stop().failures, testing::IsEmpty());
}

TEST_F(LifeCycle, AStoreThatIsDeletedIsMissedAndFoundAgain) {
    start();
    livecamd->process().signal(SIGTERM);
    livecamd->process().wait();
    load->mark("deleted");
    for (const auto& entry : std::filesystem::directory_iterator(store.path())) {
        std::filesystem::remove_all(entry.path());
    }
    let_viewers_ask(300);
    livecamd->start();
    ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
    // Every worker looks for its index once a second, whoever asks it.
    ASSERT_TRUE(until([&] {
        const std::uint64_t failed = load->failures();
        let_viewers_ask(200);
        return load->failures() == failed;
    }));
    load->mark("back");
    let_viewers_ask(1000);
    const LoadReport report = stop();
    for (const std::string& failure : report.failures) {
        EXPECT_THAT(failure, testing::AllOf(testing::StartsWith("deleted:"),
                                            testing::EndsWith("status 503")));
    }
}

TEST_F(LifeCycle, ASidecarThatStandsStillFailsNothing) {
    start();
    ::kill(livecamd->process().pid(), SIGSTOP);
    load->mark("stopped");
    EXPECT_TRUE(until([&] { return get(nginx->url("/healthcheck")).status == 503; }));
    if (factor() > 1) {  // minutes, while its rhythm is not known
        EXPECT_TRUE(until(
            [&] { return get(nginx->url("/image/c0")).header("cache-status").ends_with("=stale"); },
            std::chrono::minutes(7)));
    }
    for (int i = 0; i < 3 * factor(); ++i) {
        let_viewers_ask(500);
    }
    load->mark("continued");
    ::kill(livecamd->process().pid(), SIGCONT);
    EXPECT_TRUE(until([&] { return get(nginx->url("/healthcheck")).status == 200; }));
    EXPECT_TRUE(until([&] {
        return get(nginx->url("/image/c0")).header("cache-status") == "livecam; hit; detail=live";
    }));
    EXPECT_THAT(stop().failures, testing::IsEmpty());
}

}  // namespace
}  // namespace livecam::e2e
