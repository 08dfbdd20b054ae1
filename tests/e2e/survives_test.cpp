// Nothing that happens to either side costs a viewer a picture.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <regex>
#include <set>

#include "tests/e2e/http.h"
#include "tests/e2e/load.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

constexpr int kViewers = 4;

std::chrono::seconds duration() {
    const char* wanted = std::getenv("LIVECAM_SURVIVES_SECONDS");
    return std::chrono::seconds(wanted != nullptr ? std::atoi(wanted) : 60);
}

/// The slugs of all cameras, from the JSON of both groups.
std::vector<std::string> slugs(const Nginx& nginx) {
    std::set<std::string> found;
    for (const char* path : {"/north.json", "/south.json"}) {
        const std::string json = get(nginx.url(path)).body;
        const std::regex slug("\"slug\":\"([a-z0-9-]+)\"");
        for (std::sregex_iterator i(json.begin(), json.end(), slug), end; i != end; ++i) {
            found.insert((*i)[1]);
        }
    }
    return {found.begin(), found.end()};
}

void print(const LoadReport& report) {
    std::cout << report.requests << " requests, " << report.pictures << " intact pictures, "
              << report.not_modified << " not modified, " << report.failures.size() << " failed, "
              << report.went_back.size() << " went back\n";
    for (const std::string& failure : report.failures) {
        std::cout << "  " << failure << '\n';
    }
}

/// How many of the failures came about in a phase of the test.
std::size_t failures_in(const LoadReport& report, const std::string& mark) {
    return static_cast<std::size_t>(
        std::count_if(report.failures.begin(), report.failures.end(),
                      [&](const std::string& f) { return f.starts_with(mark + ":"); }));
}

TEST(Survives, ReloadsAWorkersDeathAndTheSidecarsDeathUnderLoad) {
    Simulator simulator({"--cameras", "40", "--interval", "3s"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    Nginx nginx(store.path());
    nginx.allow("exited on signal 9");
    const std::vector<std::string> cameras = slugs(nginx);
    ASSERT_EQ(cameras.size(), 40u);

    Load load(nginx.url(""), cameras, kViewers, 2ms);
    const auto begin = std::chrono::steady_clock::now();
    const auto end = begin + duration();
    const auto at = [&](double part) {
        return std::chrono::steady_clock::now() >
               begin + std::chrono::duration_cast<std::chrono::milliseconds>(duration() * part);
    };
    bool worker_killed = false;
    bool sidecar_killed = false;
    bool sidecar_back = false;
    int reloads = 0;
    while (std::chrono::steady_clock::now() < end) {
        if (!worker_killed && at(0.3)) {
            load.mark("worker killed");
            const std::vector<pid_t> workers = nginx.workers();
            ASSERT_FALSE(workers.empty());
            ::kill(workers[0], SIGKILL);
            ASSERT_TRUE(
                until([&] { return nginx.log().find("exited on signal 9") != std::string::npos; }));
            worker_killed = true;
        }
        if (!sidecar_killed && at(0.5)) {
            load.mark("sidecar killed");
            livecamd.process().kill();
            sidecar_killed = true;
        } else if (!sidecar_back && at(0.6)) {
            load.mark("sidecar back");
            livecamd.start();
            sidecar_back = true;
        }
        nginx.reload();
        ++reloads;
        load.mark(sidecar_back ? "sidecar back" : sidecar_killed ? "sidecar killed" : "reloads");
        std::this_thread::sleep_for(2s);  // the load's rhythm, not a wait
    }
    const LoadReport report = load.stop();
    print(report);
    std::cout << reloads << " reloads\n";

    EXPECT_TRUE(worker_killed && sidecar_back);
    EXPECT_TRUE(report.went_back.empty());
    // Each viewer may lose the one answer that the killed worker was giving it.
    EXPECT_LE(failures_in(report, "worker killed"), static_cast<std::size_t>(kViewers));
    EXPECT_EQ(report.failures.size(), failures_in(report, "worker killed"));
    EXPECT_EQ(report.last.size(), cameras.size());
    for (const auto& [slug, last] : report.last) {
        EXPECT_GT(last, report.first.at(slug)) << slug << " stood still";
    }
    EXPECT_EQ(livecamd.log().find(" error:"), std::string::npos) << livecamd.log();
}

TEST(Survives, PicturesStayWhileTheSidecarIsAwayAndTheirAgeIsTold) {
    Simulator simulator({"--cameras", "2", "--interval", "1s"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    Nginx nginx(store.path());
    const std::string url = nginx.url("/image/" + slugs(nginx).at(0));
    EXPECT_EQ(get(url).header("cache-status"), "livecam; hit; detail=live");
    livecamd.process().kill();
    const Response kept = get(url);
    EXPECT_EQ(kept.status, 200);
    EXPECT_TRUE(until([&] { return get(nginx.url("/healthcheck")).status == 503; }));
    EXPECT_EQ(get(url).body, kept.body);
    livecamd.start();
    EXPECT_TRUE(until([&] { return get(nginx.url("/healthcheck")).status == 200; }));
    EXPECT_TRUE(until([&] { return get(url).header("etag") != kept.header("etag"); }));
}

TEST(Survives, AStoreThatAppearsLaterIsServedWithoutAReload) {
    StoreDir store;
    Nginx nginx(store.path());
    const Response absent = get(nginx.url("/"));
    EXPECT_EQ(absent.status, 503);
    EXPECT_NE(absent.header("retry-after"), "");
    Simulator simulator({"--cameras", "2", "--interval", "1s"});
    Livecamd livecamd(simulator.config(), store.path());
    EXPECT_TRUE(until([&] { return get(nginx.url("/")).status == 200; }));
}

TEST(Survives, AKnownCameraWithoutAPictureIsToldToBeAskedLater) {
    Simulator simulator({"--cameras", "2", "--interval", "1s", "--fault", "*=hang"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    // One worker: where one finds the store, another may not have looked again yet.
    Nginx nginx(store.path(), {.workers = 1});
    ASSERT_TRUE(until([&] { return get(nginx.url("/")).status == 200; }));
    const std::string path = "/image/" + slugs(nginx).at(0);
    const Response pending = get(nginx.url(path));
    EXPECT_EQ(pending.status, 503);
    EXPECT_NE(pending.header("retry-after"), "");
    EXPECT_EQ(pending.header("cache-control"), "no-store");
    EXPECT_EQ(head(nginx.url(path)).status, 503);
    simulator.fault("*", "none");
    EXPECT_TRUE(until([&] { return get(nginx.url(path)).status == 200; }));
}

}  // namespace
}  // namespace livecam::e2e
