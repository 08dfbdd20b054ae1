// What operators see: metrics, variables in logs, health, and the wall's state in one document.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <algorithm>
#include <memory>
#include <regex>
#include <sstream>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/metrics.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

constexpr char kLog[] =
    "log_format livecam '$request_uri $status $livecam_camera $livecam_state $livecam_age "
    "$livecam_generation $livecam_variant';\n";

/// A client of this camera takes minutes.
constexpr char kSlow[] = "location = /image/cam1 { limit_rate 1k; }\n";

std::string requests(const char* route, int status) {
    return std::string("livecam_http_requests_total{route=\"") + route + "\",status=\"" +
           std::to_string(status) + "\"}";
}

rapidjson::Document parsed(const std::string& text) {
    rapidjson::Document document;
    document.Parse(text.c_str());
    EXPECT_FALSE(document.HasParseError()) << text;
    return document;
}

class MetricsTest : public testing::Test {
  protected:
    MetricsTest() : MetricsTest("") {}
    explicit MetricsTest(const std::string& sections) {
        std::vector<CameraText> cameras;
        for (const char* id : {"0", "1", "2"}) {
            cameras.push_back(
                {std::string("cam") + id, simulator.url("/cam/" + std::string(id) + ".jpg")});
        }
        write_file(
            dir / "cameras.json",
            config_text(cameras,
                        R"("fetch": {"interval": "500ms", "timeout": "20s", "max_backoff": "2s"})" +
                            (sections.empty() ? "" : ", " + sections)));
        livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path());
        EXPECT_TRUE(livecamd->wait_pictures()) << livecamd->log();
        for (const char* path : {"/image/cam0", "/image/cam1", "/image/cam2"}) {
            EXPECT_TRUE(livecamd->wait_picture(path));
        }
    }

    void start_nginx(NginxOptions options = {}) {
        nginx = std::make_unique<Nginx>(store.path(), std::move(options));
    }

    std::string url(const std::string& path) const { return nginx->url(path); }

    /// Of the wall as nginx tells it.
    std::string state_of(const std::string& slug) const {
        const auto document = parsed(get(url("/api/state.json")).body);
        for (const auto& camera : document["cameras"].GetArray()) {
            if (camera["slug"].GetString() == slug) {
                return camera["state"].GetString();
            }
        }
        return "";
    }

    std::vector<std::int64_t> checks() const {
        std::vector<std::int64_t> at;
        for (const auto& [slug, status] : states(store.path())) {
            at.push_back(status.checked_at);
        }
        return at;
    }
    std::int64_t first_check() const { return std::ranges::min(checks()); }
    std::int64_t last_check() const { return std::ranges::max(checks()); }

    TempDir dir;
    Simulator simulator{{"--cameras", "3", "--interval", "1s"}};
    StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
    std::unique_ptr<Nginx> nginx;
};

TEST_F(MetricsTest, AreCleanForPromtoolAndNameNoOrigin) {
    start_nginx();
    get(url("/image/cam0"));
    get(url("/nothing/here"));
    // Written once before anything was fetched, and then every five seconds.
    ASSERT_TRUE(until([&] {
        return value(scrape(url("")),
                     "livecam_camera_fetches_total{camera=\"cam0\",result="
                     "\"changed\"}") > 0;
    }));
    const Response answer = get(url("/_/metrics"));
    EXPECT_THAT(answer.header("content-type"), StartsWith("text/plain; version=0.0.4"));
    EXPECT_EQ(answer.header("cache-control"), "no-store");
    write_file(dir / "metrics", answer.body);
    const Finished checked =
        run({"sh", "-c", "exec promtool check metrics < " + (dir / "metrics")});
    EXPECT_EQ(checked.code, 0) << checked.output;
    EXPECT_EQ(checked.output, "");
    EXPECT_THAT(answer.body, Not(HasSubstr("127.0.0.1")));
    for (const char* name :
         {"livecam_build_info", "livecam_module_info", "livecam_store_bytes",
          "livecam_store_publish_duration_seconds_bucket", "livecam_origin_requests_total",
          "livecam_camera_period_seconds", "livecam_http_picture_age_seconds_bucket",
          "livecam_sidecar_heartbeat_age_seconds", "livecam_http_event_clients"}) {
        EXPECT_THAT(answer.body,
                    HasSubstr("# TYPE " +
                              std::regex_replace(std::string(name), std::regex("_bucket$"), "")));
    }
    const Response only_head = head(url("/_/metrics"));
    EXPECT_EQ(only_head.status, 200);
    EXPECT_EQ(only_head.body, "");
}

TEST_F(MetricsTest, RequestsAreCountedByRouteAndStatusWhateverTheirPath) {
    // A request is counted once it is sent: another worker could be asked before that.
    start_nginx({.workers = 1});
    const Samples before = scrape(url(""));
    const Response picture = get(url("/image/cam0"));
    const std::string etag = picture.header("etag");
    get(url("/image/cam0/" + etag.substr(1, 16)));
    get(url("/image/cam0"), {"Range: bytes=0-9"});
    for (int i = 0; i < 20; ++i) {
        get(url("/unknown/" + std::to_string(i)));
        get(url("/image/unknown" + std::to_string(i)));
    }
    const auto pinned = get(url("/"));
    const Response same = get(url("/"), {"If-None-Match: " + pinned.header("etag")});
    const Samples after = scrape(url(""));
    const auto more = [&](const std::string& series) {
        return value(after, series) - value(before, series);
    };
    EXPECT_EQ(more(requests("image", 200)), 1);
    EXPECT_EQ(more(requests("image", 206)), 1);
    EXPECT_EQ(more(requests("image_immutable", 200)), 1);
    EXPECT_EQ(more(requests("other", 404)), 20);
    EXPECT_EQ(more(requests("miss", 404)), 20);
    EXPECT_EQ(more(requests("page", 200)) + more(requests("page", 304)), 2);
    EXPECT_EQ(more(requests("page", 304)), same.status == 304 ? 1 : 0);
    EXPECT_EQ(more(requests("metrics", 200)), 1);  // a scrape counts itself the next time
    EXPECT_GE(more("livecam_http_sent_bytes_total{route=\"image\"}"), picture.body.size());
    EXPECT_EQ(more("livecam_http_picture_age_seconds_count"), 2);
    EXPECT_EQ(more("livecam_http_request_duration_seconds_count"), 46);
    EXPECT_EQ(value(after, "livecam_http_requests_in_flight"), 1);  // the scrape itself
    const auto of_other = std::count_if(after.begin(), after.end(), [](const auto& sample) {
        return sample.first.starts_with("livecam_http_requests_total{route=\"other\"");
    });
    EXPECT_EQ(of_other, 1);
}

TEST_F(MetricsTest, CountersOutliveAReloadAndAKilledWorkerLeavesNoGauge) {
    start_nginx({.server = kSlow, .workers = 1});
    nginx->allow("exited on signal 9");
    for (int i = 0; i < 5; ++i) {
        get(url("/image/cam0"));
    }
    nginx->reload();
    ASSERT_TRUE(until([&] { return nginx->workers().size() == 1; }));
    EXPECT_EQ(value(scrape(url("")), requests("image", 200)), 5);

    // A request that stays under way, in a worker that is killed.
    const pid_t worker = nginx->workers().front();
    Process slow({"curl", "-s", "-o", "/dev/null", url("/image/cam1")}, dir / "curl");
    Process events({"curl", "-sN", "-o", "/dev/null", url("/events")}, dir / "curl");
    Process stream({"curl", "-sN", "-o", "/dev/null", url("/stream/cam0")}, dir / "curl");
    ASSERT_TRUE(until([&] {
        const Samples now = scrape(url(""));
        return value(now, "livecam_http_requests_in_flight") == 4 &&
               value(now, "livecam_http_event_clients") == 1 &&
               value(now, "livecam_http_stream_clients") == 1;
    }));
    ::kill(worker, SIGKILL);
    ASSERT_TRUE(until([&] {
        const std::vector<pid_t> now = nginx->workers();
        return now.size() == 1 && now.front() != worker && !scrape(url("")).empty();
    }));
    const Samples after = scrape(url(""));
    EXPECT_EQ(value(after, "livecam_http_requests_in_flight"), 1);
    EXPECT_EQ(value(after, "livecam_http_event_clients"), 0);
    EXPECT_EQ(value(after, "livecam_http_stream_clients"), 0);
    EXPECT_GE(value(after, requests("image", 200)), 5);
}

TEST_F(MetricsTest, AKilledWorkerThatNobodyReplacesHoldsNothing) {
    start_nginx({.server = kSlow, .workers = 1});
    nginx->allow("exited on signal 9");
    const pid_t old = nginx->workers().front();
    Process slow({"curl", "-s", "-o", "/dev/null", url("/image/cam1")}, dir / "curl");
    ASSERT_TRUE(
        until([&] { return value(scrape(url("")), "livecam_http_requests_in_flight") == 2; }));
    nginx->reload();  // the old one lingers for its client
    EXPECT_EQ(value(scrape(url("")), "livecam_http_requests_in_flight"), 2);
    ::kill(old, SIGKILL);
    EXPECT_TRUE(
        until([&] { return value(scrape(url("")), "livecam_http_requests_in_flight") == 1; }));
}

TEST_F(MetricsTest, PicturesThatSlowClientsKeepAreTold) {
    start_nginx({.server = kSlow, .workers = 1});
    Process slow({"curl", "-s", "-o", "/dev/null", url("/image/cam1")}, dir / "curl");
    // Every second another picture comes; the third after it takes the name of the first away.
    ASSERT_TRUE(until([&] { return value(scrape(url("")), "livecam_held_frames") == 1; }));
    EXPECT_GT(value(scrape(url("")), "livecam_held_bytes"), 4096);
    slow.kill();
    EXPECT_TRUE(until([&] { return value(scrape(url("")), "livecam_held_frames") == 0; }));
}

TEST_F(MetricsTest, VariablesTellTheLogWhatWasServed) {
    start_nginx(
        {.http = std::string(kLog) + "map $livecam_state $cam_header { live yes; default no; }",
         .server = "access_log " + (dir / "access.log") +
                   " livecam;\n"
                   "add_header X-Live $cam_header always;\n"
                   "error_page 404 /fallback;\n"
                   "location = /fallback { livecam off; return 404 nothing; }\n"
                   "location /plain { livecam off; return 204; }\n",
         .workers = 1});  // so that the log's last line says that the others are there
    const Response picture = get(url("/image/cam0"));
    EXPECT_EQ(picture.header("x-live"), "yes");
    get(url("/image/cam0/" + picture.header("etag").substr(1, 16)));
    get(url("/"), {"Accept-Encoding: br"});
    get(url("/image/nobody"));
    EXPECT_EQ(get(url("/plain")).header("x-live"), "no");
    get(url("/unknown"));
    std::vector<std::string> lines;
    ASSERT_TRUE(until([&] {
        std::istringstream log(read_file(dir / "access.log"));
        lines.clear();
        for (std::string line; std::getline(log, line);) {
            lines.push_back(line);
        }
        return std::any_of(lines.begin(), lines.end(),
                           [](const auto& line) { return line.starts_with("/unknown"); });
    }));
    const auto line = [&](const std::string& path) -> std::string {
        for (auto i = lines.rbegin(); i != lines.rend(); ++i) {
            if (i->starts_with(path + " ")) {
                return *i;
            }
        }
        return "";
    };
    const std::string generation = "[0-9a-f]{16}-[0-9]+";
    EXPECT_THAT(line("/image/cam0"), MatchesRegex("/image/cam0 200 cam0 live [0-9]+\\.[0-9]{3} " +
                                                  generation + " identity"));
    EXPECT_THAT(line("/image/cam0/" + picture.header("etag").substr(1, 16)),
                MatchesRegex(".* 200 cam0 live [0-9]+\\.[0-9]{3} " + generation + " identity"));
    EXPECT_THAT(line("/"), MatchesRegex("/ 200 - - - " + generation + " br"));
    EXPECT_THAT(line("/image/nobody"),
                MatchesRegex("/image/nobody 404 - - - " + generation + " -"));
    EXPECT_EQ(line("/plain"), "/plain 204 - - - - -");
    EXPECT_EQ(line("/unknown"), "/unknown 404 - - - - -");
}

TEST_F(MetricsTest, StateIsOneDocumentWithAnEtagThatFollowsIt) {
    start_nginx({.http = "gzip on; gzip_types application/json; gzip_min_length 1;"});
    for (const char* camera : {"0", "1", "2"}) {
        get(simulator.url(std::string("/control/pin?camera=") + camera));
    }
    // Until a whole round of checks has passed in which nothing changed.
    Response first;
    ASSERT_TRUE(until([&] {
        first = get(url("/api/state.json"));
        const std::int64_t since = last_check();
        return until([&] { return first_check() > since; }) &&
               get(url("/api/state.json")).header("etag") == first.header("etag");
    }));
    EXPECT_THAT(first.header("content-type"), StartsWith("application/json"));
    EXPECT_THAT(first.header("etag"), MatchesRegex("W/\"[0-9a-f]{16}\""));
    EXPECT_EQ(first.header("cache-control"), "public, max-age=1");
    const auto document = parsed(first.body);
    EXPECT_TRUE(document["sidecar_alive"].GetBool());
    ASSERT_EQ(document["cameras"].Size(), 3u);
    for (const auto& camera : document["cameras"].GetArray()) {
        const Response picture = get(url(camera["image"].GetString()));
        EXPECT_EQ(picture.status, 200) << camera["image"].GetString();
        EXPECT_THAT(picture.header("cache-control"), HasSubstr("immutable"));
    }
    // The same from every worker, and again and again: both have it by then.
    for (int i = 0; i < 8; ++i) {
        const Response again =
            get(url("/api/state.json"), {"If-None-Match: " + first.header("etag")});
        EXPECT_EQ(again.status, 304);
        EXPECT_EQ(again.body, "");
    }
    EXPECT_EQ(get(url("/api/state.json"), {"Accept-Encoding: gzip"}).header("content-encoding"),
              "gzip");
    EXPECT_EQ(head(url("/api/state.json")).header("content-length"),
              get(url("/api/state.json")).header("content-length"));
    get(simulator.url("/control/unpin?camera=0"));
    EXPECT_TRUE(until([&] {
        return get(url("/api/state.json"), {"If-None-Match: " + first.header("etag")}).status ==
               200;
    }));
    EXPECT_EQ(parsed(get(url("/api/state.json?group=wall")).body)["cameras"].Size(), 3u);
    EXPECT_EQ(get(url("/api/state.json?group=other")).status, 404);
}

TEST_F(MetricsTest, WhatNginxEndsItselfIsCounted) {
    start_nginx({.http = "limit_req_zone $binary_remote_addr zone=one:1m rate=1r/m;\n",
                 .server = "location = /image/cam0 { limit_req zone=one; }\n"
                           "location = /image/cam1 { deny all; }\n"
                           "location = /elsewhere { livecam off; return 403; }\n"});
    for (const char* path : {"/image/cam0", "/image/cam0", "/image/cam1", "/elsewhere"}) {
        get(url(path));
    }
    const Samples now = scrape(url(""));
    EXPECT_EQ(value(now, requests("unasked", 503)), 1);
    EXPECT_EQ(value(now, requests("unasked", 403)), 1);
}

TEST_F(MetricsTest, OneReasonHasOneNameEverywhere) {
    start_nginx();
    simulator.fault("1", "404");
    ASSERT_TRUE(until([&] { return status_of(store.path(), "cam1").reason == "not_found"; }));
    const auto document = parsed(get(url("/api/state.json")).body);
    EXPECT_STREQ(document["cameras"][1]["slug"].GetString(), "cam1");
    EXPECT_STREQ(document["cameras"][1]["reason"].GetString(), "not_found");
    EXPECT_TRUE(
        until([&] { return livecamd->log().find("camera=cam1 reason=not_found") != std::string::npos; }));
    EXPECT_TRUE(until([&] {
        return value(scrape(url("")),
                     "livecam_origin_errors_total{origin=\"cam0\",reason=\"not_found\"}") > 0;
    }));
}

TEST_F(MetricsTest, HealthEndsWithTheSidecarAndComesBackWithIt) {
    start_nginx();
    EXPECT_EQ(get(url("/healthcheck")).body, "OK");
    EXPECT_EQ(value(scrape(url("")), "livecam_sidecar_up"), 1);
    livecamd->process().kill();
    ASSERT_TRUE(until([&] { return get(url("/healthcheck")).status == 503; }));
    EXPECT_EQ(get(url("/healthcheck")).body, "sidecar is not running");
    const Samples dead = scrape(url(""));
    EXPECT_EQ(value(dead, "livecam_sidecar_up"), 0);
    EXPECT_GE(value(dead, "livecam_sidecar_heartbeat_age_seconds"), 3);
    EXPECT_FALSE(parsed(get(url("/api/state.json")).body)["sidecar_alive"].GetBool());
    livecamd->start();
    EXPECT_TRUE(until([&] { return get(url("/healthcheck")).body == "OK"; }));
}

TEST_F(MetricsTest, VersionTellsWhatLccLiveTells) {
    start_nginx();
    const auto version = parsed(get(url("/_/version")).body);
    for (const char* key : {"version", "commit", "build_time", "compiler", "uptime"}) {
        EXPECT_STRNE(version[key].GetString(), "") << key;
    }
    EXPECT_THAT(version["build_time"].GetString(),
                MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"));
    EXPECT_THAT(version["uptime"].GetString(), MatchesRegex("0h[0-9]+m[0-9]+s"));
}

/// Two of three cameras have to be live.
class MinLiveTest : public MetricsTest {
  protected:
    MinLiveTest()
        : MetricsTest(R"("health": {"min_live": 3}, "metrics": {"origin_names": true})") {}
};

TEST_F(MinLiveTest, HealthEndsWhenTooFewAreLive) {
    start_nginx();
    EXPECT_EQ(get(url("/healthcheck")).body, "OK");
    simulator.fault("2", "500");
    ASSERT_TRUE(until([&] { return state_of("cam2") == "down"; }, 60s));
    ASSERT_TRUE(until([&] { return get(url("/healthcheck")).status == 503; }));
    EXPECT_EQ(get(url("/healthcheck")).body, "No live camera images");
    const Samples now = scrape(url(""));
    EXPECT_EQ(value(now, "livecam_cameras{state=\"down\"}"), 1);
    EXPECT_EQ(value(now, "livecam_camera_state{camera=\"cam2\",state=\"down\"}"), 1);
    EXPECT_EQ(value(now, "livecam_camera_state{camera=\"cam2\",state=\"live\"}"), 0);
    const std::string name = simulator.url("");
    EXPECT_GE(value(now, "livecam_origin_requests_total{origin=\"" + name + "\"}"), 1);
    simulator.fault("2", "none");
    EXPECT_TRUE(until([&] { return get(url("/healthcheck")).body == "OK"; }, 90s));
}

}  // namespace
}  // namespace livecam::e2e
