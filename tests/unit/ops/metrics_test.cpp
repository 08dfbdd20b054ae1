#include "sidecar/ops/metrics.h"

#include <gmock/gmock.h>

#include "sidecar/fetch/counters.h"

namespace livecam::ops {
namespace {

using testing::HasSubstr;
using testing::Not;

config::Camera camera(const std::string& slug, const std::string& src) {
    config::Camera camera;
    camera.slug = camera.id = slug;
    camera.src = src;
    return camera;
}

fetch::Attempt attempt(const std::string& slug, fetch::Outcome outcome) {
    fetch::Attempt attempt;
    attempt.slug = slug;
    attempt.outcome = outcome;
    attempt.started_at = 1000;
    attempt.finished_at = 1200;
    attempt.received = 500;
    return attempt;
}

class MetricsTest : public testing::Test {
  protected:
    MetricsTest() {
        config.groups = {{"g",
                          "G",
                          "G",
                          {camera("mole", "http://user:secret@cam.example/a.jpg"),
                           camera("lock", "http://cam.example/b.jpg"),
                           camera("pier", "https://other.example/c.jpg")}}};
        metrics.apply(config);
    }

    config::Config config;
    Metrics metrics;
};

TEST_F(MetricsTest, AttemptsAreCountedByResult) {
    metrics.count(attempt("mole", fetch::Outcome::kChanged));
    metrics.count(attempt("mole", fetch::Outcome::kUnchanged));
    metrics.count(attempt("mole", fetch::Outcome::kUnchanged));
    const std::string text = metrics.text();
    const std::string name = "livecam_camera_fetches_total{camera=\"mole\",result=";
    EXPECT_THAT(text, HasSubstr(name + "\"changed\"} 1\n"));
    EXPECT_THAT(text, HasSubstr(name + "\"unchanged\"} 2\n"));
    EXPECT_THAT(text, HasSubstr(name + "\"failed\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("livecam_camera_received_bytes_total{camera=\"mole\"} 1500\n"));
    EXPECT_THAT(
        text, HasSubstr("livecam_camera_fetch_duration_seconds_bucket{camera=\"mole\",le=\"0.1\"} "
                        "0\n"));
    EXPECT_THAT(text, HasSubstr("livecam_camera_fetch_duration_seconds_bucket{camera=\"mole\",le="
                                "\"0.25\"} 3\n"));
}

TEST_F(MetricsTest, APictureIsDescribedInBaseUnits) {
    Descriptor descriptor;
    descriptor.kind = Kind::kFrames;
    descriptor.frame_count = 1;
    descriptor.frames[0].changed_at = 1'500'250;
    descriptor.frames[0].length = 4711;
    descriptor.checked_at = 1'501'000;
    descriptor.period_ms = 3500;
    metrics.describe("mole", descriptor);
    const std::string text = metrics.text();
    EXPECT_THAT(text,
                HasSubstr("livecam_camera_changed_timestamp_seconds{camera=\"mole\"} 1500.25\n"));
    EXPECT_THAT(text,
                HasSubstr("livecam_camera_checked_timestamp_seconds{camera=\"mole\"} 1501\n"));
    EXPECT_THAT(text, HasSubstr("livecam_camera_period_seconds{camera=\"mole\"} 3.5\n"));
    EXPECT_THAT(text, HasSubstr("livecam_camera_picture_bytes{camera=\"mole\"} 4711\n"));
}

TEST_F(MetricsTest, FailuresAreCountedByReasonAndOrigin) {
    fetch::Attempt failed = attempt("lock", fetch::Outcome::kFailed);
    failed.reason = Reason::kTooManyRequests;
    failed.waited_ms = 250;
    metrics.count(failed);
    metrics.count(attempt("mole", fetch::Outcome::kChanged));
    const std::string text = metrics.text();
    // Both cameras of one origin; it is called by the first one's slug.
    EXPECT_THAT(text, HasSubstr("livecam_origin_requests_total{origin=\"mole\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("livecam_origin_errors_total{origin=\"mole\",reason=\"too_many_"
                                "requests\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("livecam_origin_wait_seconds_total{origin=\"mole\"} 0.25\n"));
    EXPECT_THAT(text, HasSubstr("livecam_origin_requests_total{origin=\"pier\"} 0\n"));
    EXPECT_THAT(text, Not(HasSubstr("example")));
}

TEST_F(MetricsTest, WhatTheFetchThreadsDoIsTold) {
    fetch::Counters counters;
    counters.gets = 7;
    counters.heads = 2;
    counters.not_modified = 3;
    counters.late = 1;
    counters.under_way = 4;
    counters.waiting = 5;
    metrics.set_fetch(counters, {.lookups = 6, .threads = 2, .busy = 1, .waiting = 0});
    counters.gets = 8;
    counters.under_way = 0;
    metrics.set_fetch(counters, {.lookups = 6, .threads = 2, .busy = 1, .waiting = 0});
    const std::string text = metrics.text();
    EXPECT_THAT(text, HasSubstr("livecam_fetch_requests_total{method=\"GET\"} 8\n"));
    EXPECT_THAT(text, HasSubstr("livecam_fetch_requests_total{method=\"HEAD\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("livecam_fetch_not_modified_total 3\n"));
    EXPECT_THAT(text, HasSubstr("livecam_fetch_late_total 1\n"));
    EXPECT_THAT(text, HasSubstr("livecam_fetch_lookups_total 6\n"));
    EXPECT_THAT(text, HasSubstr("livecam_fetch_under_way 0\n"));
    EXPECT_THAT(text, HasSubstr("livecam_fetch_waiting 5\n"));
    EXPECT_THAT(text, HasSubstr("livecam_fetch_resolver_busy 1\n"));
}

TEST_F(MetricsTest, LateAttemptsAreCountedByOrigin) {
    fetch::Attempt late = attempt("lock", fetch::Outcome::kChanged);
    late.late_ms = 251;
    metrics.count(late);
    late.late_ms = 250;
    metrics.count(late);
    EXPECT_THAT(metrics.text(), HasSubstr("livecam_origin_late_total{origin=\"mole\"} 1\n"));
}

TEST_F(MetricsTest, OriginsAreNamedOnlyOnRequestAndNeverWithCredentials) {
    config.metrics.origin_names = true;
    metrics.apply(config);
    const std::string text = metrics.text();
    EXPECT_THAT(text, HasSubstr("{origin=\"http://cam.example:80\"} 0\n"));
    EXPECT_THAT(text, Not(HasSubstr("origin=\"mole\"")));
    EXPECT_THAT(text, Not(HasSubstr("secret")));
}

TEST_F(MetricsTest, ValuesOfLabelsAreEscaped) {
    config.groups[0].cameras = {camera("a\"b\\c\nd", "http://cam.example/")};
    metrics.apply(config);
    EXPECT_THAT(metrics.text(), HasSubstr("{origin=\"a\\\"b\\\\c\\nd\"} 0\n"));
}

TEST_F(MetricsTest, SeriesOfACameraGoWithIt) {
    metrics.count(attempt("mole", fetch::Outcome::kChanged));
    metrics.count(attempt("pier", fetch::Outcome::kFailed));
    config.groups[0].cameras.pop_back();
    metrics.apply(config);
    const std::string text = metrics.text();
    EXPECT_THAT(text, Not(HasSubstr("pier")));
    EXPECT_THAT(text, HasSubstr("{camera=\"mole\",result=\"changed\"} 1\n"));
}

TEST_F(MetricsTest, TotalsOfTheStoreAreTotals) {
    Summary summary;
    summary.published = 10;
    summary.dropped = 2;
    summary.live_bytes = 4096;
    metrics.set_store(summary);
    summary.published = 12;
    metrics.set_store(summary);
    metrics.published(0.0004);
    const std::string text = metrics.text();
    EXPECT_THAT(text, HasSubstr("livecam_store_published_total 12\n"));
    EXPECT_THAT(text, HasSubstr("livecam_store_dropped_total 2\n"));
    EXPECT_THAT(text, HasSubstr("livecam_store_bytes 4096\n"));
    EXPECT_THAT(text,
                HasSubstr("livecam_store_publish_duration_seconds_bucket{le=\"0.0005\"} 1\n"));
}

}  // namespace
}  // namespace livecam::ops
