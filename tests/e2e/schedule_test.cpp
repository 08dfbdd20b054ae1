// When cameras are asked, by what, and how it all ends.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <rapidjson/document.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using std::chrono::steady_clock;
using testing::HasSubstr;

class Scheduling : public testing::Test {
  protected:
    void start(const std::vector<CameraText>& cameras, const std::string& fetch,
               std::vector<std::string> wrapper = {}) {
        write_file(dir / "cameras.json", config_text(cameras, "\"fetch\": {" + fetch + "}"));
        livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path(),
                                              std::vector<std::string>{}, std::move(wrapper));
        ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
    }

    CameraText camera(const std::string& id) const {
        return {id, simulator.url("/cam/" + id + ".jpg")};
    }

    std::uint64_t counted(const std::string& camera, const char* what) const {
        rapidjson::Document document;
        document.Parse(get(simulator.url("/control/stats")).body.c_str());
        const auto& cameras = document["cameras"];
        return cameras.HasMember(camera.c_str()) ? cameras[camera.c_str()][what].GetUint64() : 0;
    }

    /// A number of livecamctl state's "fetch".
    std::uint64_t fetched(const char* what) const {
        rapidjson::Document document;
        const Finished asked = ctl(store.path(), {"state", "--json"});
        return document.Parse(asked.output.c_str()).HasParseError() || !document.IsObject()
                   ? 0
                   : document["fetch"][what].GetUint64();
    }

    std::vector<std::string> dead_resolver() const {
        const std::string sanitizer = LIVECAM_NGINX_PRELOAD;
        const std::string ours = built("liblivecam_dead_resolver.so");
        // ASan has to come first. A thread that is cancelled inside TSan's getaddrinfo() is an
        // error to it, so that one must not be reached.
        const bool first = sanitizer.find("tsan") != std::string::npos;
        return {"/usr/bin/env", "LD_PRELOAD=" + (sanitizer.empty() ? ours
                                                 : first           ? ours + ":" + sanitizer
                                                                   : sanitizer + ":" + ours)};
    }

    TempDir dir;
    Simulator simulator{{"--cameras", "1", "--interval", "1s", "--size", "160x100"}};
    StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
};

TEST_F(Scheduling, ACameraNobodyLooksAtIsAskedRarelyAndAtOnceAtTheFirstLook) {
    start({camera("idle"), camera("busy")},
          R"("interval": "300ms", "idle_after": "1s", "idle_interval": "1h")");
    Nginx nginx(store.path());
    ASSERT_TRUE(until([&] { return get(nginx.url("/image/busy")).status == 200; }));
    // Only one of them is looked at; the other comes to rest, while this one goes on.
    std::uint64_t asked = 0;
    std::uint64_t since = 0;
    ASSERT_TRUE(until([&] {
        get(nginx.url("/image/busy"));
        const std::uint64_t now = counted("idle", "requests");
        if (now != asked) {
            asked = now;
            since = counted("busy", "requests");
        }
        return counted("busy", "requests") >= since + 8;
    }));
    const std::string old = get(nginx.url("/image/idle")).header("etag");  // the first look
    const auto looked = steady_clock::now();
    EXPECT_TRUE(until([&] { return counted("idle", "requests") > asked; }));
    EXPECT_TRUE(until([&] { return get(nginx.url("/image/idle")).header("etag") != old; }));
    EXPECT_LT(steady_clock::now() - looked, 5s);
    EXPECT_TRUE(until([&] {
        get(nginx.url("/image/idle"));
        return counted("idle", "requests") >= asked + 5;
    })) << "it is in its rhythm again";
}

TEST_F(Scheduling, ARhythmIsLearnedAndTold) {
    start({camera("learned")}, R"("interval": "auto", "min_interval": "200ms")");
    ASSERT_TRUE(until([&] {
        const Finished asked = ctl(store.path(), {"state", "--json"});
        rapidjson::Document document;
        document.Parse(asked.output.c_str());
        const auto period = document["cameras"][0]["period_ms"].GetUint64();
        return period > 850 && period < 1200;
    })) << ctl(store.path(), {"state", "--json"}).output;
    const std::uint64_t requests = counted("learned", "requests");
    const std::uint64_t pictures = requests - counted("learned", "not_modified");
    ASSERT_TRUE(until([&] {
        return counted("learned", "requests") - counted("learned", "not_modified") >= pictures + 10;
    }));
    EXPECT_LE(counted("learned", "requests"), requests + 10 * 3) << "three looks for a picture";
}

TEST_F(Scheduling, HeadComesFirstForACameraThatIgnoresConditionsAndTellsTheTruth) {
    start({camera("true"), camera("lies"), camera("refuses"), camera("good")},
          R"("interval": "200ms", "per_host": 16)");
    simulator.fault("true", "unconditional");
    simulator.fault("lies", "head-lies");
    simulator.fault("refuses", "no-head");
    ASSERT_TRUE(until([&] { return counted("true", "heads") >= 20; }));
    const std::uint64_t gets = counted("true", "gets");
    const std::uint64_t heads = counted("true", "heads");
    ASSERT_TRUE(until([&] { return counted("true", "heads") >= heads + 20; }));
    EXPECT_LT(counted("true", "gets") - gets, 16u) << "GET only for news, and to check";
    EXPECT_TRUE(until([&] { return counted("lies", "heads") >= 10; }));
    ASSERT_TRUE(until([&] { return counted("refuses", "heads") >= 1; }));
    const std::uint64_t lied = counted("lies", "heads");
    ASSERT_TRUE(until([&] { return counted("lies", "gets") >= 60; }));
    EXPECT_LT(counted("lies", "heads"), lied + 15) << "found out";
    EXPECT_LE(counted("refuses", "heads"), 2u);
    EXPECT_EQ(counted("good", "heads"), 0u);
    for (const auto& [slug, status] : states(store.path())) {
        EXPECT_EQ(status.reason, "none") << slug;
    }
    EXPECT_GE(fetched("heads"), 40u);
    std::printf("true: %lu HEAD and %lu GET\n",
                static_cast<unsigned long>(counted("true", "heads")),
                static_cast<unsigned long>(counted("true", "gets")));
}

TEST_F(Scheduling, AResolverThatNeverAnswersDelaysNobodyAndNoStop) {
    std::vector<CameraText> cameras = {camera("healthy")};
    for (int i = 0; i < 40; ++i) {
        const std::string name = "dead" + std::to_string(i);
        cameras.push_back({name, "http://" + name + ".test/a.jpg"});
    }
    start(cameras, R"("interval": "300ms", "timeout": "1s", "max_backoff": "1s", "threads": 1)",
          dead_resolver());
    ASSERT_TRUE(until([&] { return fetched("resolver_busy") == 16; }));
    const auto status = states(store.path());
    EXPECT_EQ(status.at("dead0").reason, "dns");
    EXPECT_THAT(status.at("dead0").detail, HasSubstr("no answer from the resolver for dead0.test"));
    EXPECT_EQ(status.at("dead0").state, "down");
    EXPECT_EQ(fetched("resolver_threads"), 16u) << "bounded";
    EXPECT_EQ(status.at("healthy").state, "live");
    const std::uint64_t asked = counted("healthy", "requests");
    ASSERT_TRUE(until([&] { return counted("healthy", "requests") >= asked + 10; }));
    EXPECT_THAT(livecamd->log(), AllOf(HasSubstr("camera=dead0 reason=dns"),
                                       HasSubstr("no answer from the resolver for dead0.test")));
    EXPECT_EQ(fetched("overdue"), 0u);
    const auto began = steady_clock::now();
    livecamd->process().signal(SIGTERM);
    ASSERT_EQ(livecamd->process().wait(), 0) << livecamd->log();
    EXPECT_LT(steady_clock::now() - began, 1s);
}

TEST_F(Scheduling, ASecondSignalEndsItAtOnce) {
    for (const int second : {SIGTERM, SIGINT}) {
        start({camera("healthy"), {"stubborn", "http://stubborn.test/a.jpg"}},
              R"("interval": "300ms", "timeout": "1s")", dead_resolver());
        ASSERT_TRUE(until([&] { return fetched("resolver_busy") == 1; }));
        livecamd->process().signal(SIGTERM);
        ASSERT_TRUE(until([&] { return livecamd->log().find("stopping") != std::string::npos; }));
        livecamd->process().signal(second);
        EXPECT_EQ(livecamd->process().wait(), 128 + second);
    }
}

/// Ports of all loopback addresses that take connections, and never look at them.
class Deaf {
  public:
    Deaf() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(fd_, generic, size) != 0 || ::listen(fd_, 65535) != 0 ||
            ::getsockname(fd_, generic, &size) != 0) {
            throw std::runtime_error("cannot listen");
        }
        port = ntohs(address.sin_port);
    }
    ~Deaf() { ::close(fd_); }
    Deaf(const Deaf&) = delete;
    Deaf& operator=(const Deaf&) = delete;

    int port = 0;

  private:
    int fd_;
};

TEST_F(Scheduling, TenThousandTransfersInFlightStopWithinASecond) {
    rlimit files{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
    int transfers = 10'000;
    if (files.rlim_max < 10'500) {
        transfers = static_cast<int>(files.rlim_max) - 500;
        std::printf("the hard limit of open files is %lu: %d transfers\n",
                    static_cast<unsigned long>(files.rlim_max), transfers);
    }
    Deaf deaf[4];
    std::string cameras;
    for (int i = 0; i < transfers; ++i) {
        // Off the grid, because this is not about pages. 64 to each of 40 addresses at each port.
        cameras += std::string(i == 0 ? "" : ",") + R"({"kind": "roadstatus", "name": "c)" +
                   std::to_string(i) + R"(", "src": "http://127.0.1.)" +
                   std::to_string(1 + i / 4 / 64) + ":" + std::to_string(deaf[i % 4].port) + "/" +
                   std::to_string(i) + "\"}\n";
    }
    write_file(dir / "cameras.json", R"({"fetch": {"timeout": "60s", "per_host": 64},
                                         "groups": [{"id": "wall", "cameras": [)" +
                                         cameras + "]}]}");
    auto best = steady_clock::duration::max();
    for (int i = 0; i < 3 && best > 1s; ++i) {  // on a machine that is busy, the best of three
        Livecamd all(dir / "cameras.json", store.path());
        const std::string open = "/proc/" + std::to_string(all.process().pid()) + "/fd";
        ASSERT_TRUE(until(
            [&] {
                std::error_code ignored;
                const std::filesystem::directory_iterator files_open(open, ignored);
                return std::distance(begin(files_open), end(files_open)) > transfers;
            },
            60s))
            << all.log();
        const auto began = steady_clock::now();
        all.process().signal(SIGTERM);
        ASSERT_EQ(all.process().wait(), 0) << all.log();
        best = std::min(best, steady_clock::now() - began);
    }
    EXPECT_LT(best, 1s);
    std::printf("%d transfers stopped within %ld ms\n", transfers,
                static_cast<long>(best / std::chrono::milliseconds(1)));
}

}  // namespace
}  // namespace livecam::e2e
