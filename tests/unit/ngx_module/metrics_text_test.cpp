#include "ngx_module/pure/metrics_text.h"

#include <gmock/gmock.h>

#include <memory>

#include "ngx_module/pure/cameras.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam::http {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MetricsText, RequestsNameRouteAndStatus) {
    auto counters = std::make_unique<Counters>();
    counters->requests[static_cast<std::size_t>(Route::kImage)][status_slot(304)].add(7);
    counters->requests[static_cast<std::size_t>(Route::kOther)][status_slot(418)].add(1);
    LongText out;
    add_counters(out, *counters);
    EXPECT_THAT(out.text(), HasSubstr("# TYPE livecam_http_requests_total counter\n"));
    EXPECT_THAT(out.text(), HasSubstr("{route=\"image\",status=\"304\"} 7\n"));
    EXPECT_THAT(out.text(), HasSubstr("{route=\"other\",status=\"other\"} 1\n"));
}

TEST(MetricsText, BucketsAreCumulativeAndInSeconds) {
    auto counters = std::make_unique<Counters>();
    counters->picture_age.observe(kAgeBounds, 900);
    counters->picture_age.observe(kAgeBounds, 1500);
    counters->picture_age.observe(kAgeBounds, 100'000'000);
    counters->duration.observe(kDurationBounds, 1);
    LongText out;
    add_counters(out, *counters);
    EXPECT_THAT(out.text(), HasSubstr("livecam_http_picture_age_seconds_bucket{le=\"1\"} 1\n"
                                      "livecam_http_picture_age_seconds_bucket{le=\"2\"} 2\n"));
    EXPECT_THAT(out.text(), HasSubstr("livecam_http_picture_age_seconds_bucket{le=\"+Inf\"} 3\n"
                                      "livecam_http_picture_age_seconds_sum 100002.400\n"
                                      "livecam_http_picture_age_seconds_count 3\n"));
    EXPECT_THAT(out.text(),
                HasSubstr("livecam_http_request_duration_seconds_bucket{le=\"0.001\"} 1\n"));
}

class WallMetrics : public StoreTest {
  protected:
    std::string text(std::int64_t now_ms, std::uint64_t monotonic_ns) {
        StoreReader r = reader();
        EXPECT_TRUE(r.refresh(1));
        LongText out;
        add_wall(out, r.index(), now_ms, monotonic_ns);
        return std::string(out.text());
    }
};

TEST_F(WallMetrics, EachCameraIsInOneState) {
    StoreWriter writer = open();
    writer.beat();
    Descriptor next;
    next.stale_at = 5000;
    ASSERT_TRUE(put_picture(writer, "/image/superior", "picture", next));
    Descriptor pending;
    pending.kind = Kind::kFrames;
    writer.publish_kind(*writer.ensure("/image/cardiff"), pending);
    const std::string fresh = text(4999, 0);
    EXPECT_THAT(fresh, HasSubstr("livecam_camera_state{camera=\"superior\",state=\"live\"} 1\n"
                                 "livecam_camera_state{camera=\"superior\",state=\"stale\"} 0\n"));
    EXPECT_THAT(fresh, HasSubstr("livecam_camera_state{camera=\"cardiff\",state=\"pending\"} 1\n"));
    EXPECT_THAT(fresh, HasSubstr("livecam_cameras{state=\"live\"} 1\n"));
    const std::string old = text(5000, 0);
    EXPECT_THAT(old, HasSubstr("{camera=\"superior\",state=\"live\"} 0\n"));
    EXPECT_THAT(old, HasSubstr("{camera=\"superior\",state=\"stale\"} 1\n"));
    EXPECT_THAT(old, HasSubstr("livecam_cameras{state=\"stale\"} 1\n"));
}

TEST_F(WallMetrics, TellsThePulseOfTheSidecar) {
    StoreWriter writer = open();
    writer.beat();
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const auto ns = static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u +
                    static_cast<std::uint64_t>(now.tv_nsec);
    EXPECT_THAT(text(1, ns), HasSubstr("livecam_sidecar_up 1\n"));
    const std::string later = text(1, ns + 60'000'000'000);
    EXPECT_THAT(later, HasSubstr("livecam_sidecar_up 0\n"));
    EXPECT_THAT(later, HasSubstr("livecam_sidecar_heartbeat_age_seconds 60.0"));
}

TEST_F(WallMetrics, APathThatIsNoSlugIsNoLabel) {
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a\"} 1\nx", "picture"));
    EXPECT_THAT(text(1, 0), Not(HasSubstr("camera=")));
    EXPECT_EQ(slug_of("/image/"), "");
    EXPECT_EQ(slug_of("/camera/a"), "");
    EXPECT_EQ(slug_of("/image/mount-superior-2"), "mount-superior-2");
}

}  // namespace
}  // namespace livecam::http
