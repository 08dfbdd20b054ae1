#include "shared/freshness.h"

#include <gtest/gtest.h>

namespace livecam {
namespace {

constexpr Freshness kPicture{true, Reason::kNone, 1000, 2000, 3000};

Freshness failing(Freshness f) {
    f.reason = Reason::kTimeout;
    return f;
}

TEST(Freshness, PendingUntilTheFirstVerdict) {
    EXPECT_EQ(state_of({}, 5, true), CameraState::kPending);
    EXPECT_EQ(state_of(failing({}), 5, true), CameraState::kDown);
}

TEST(Freshness, LiveThenStaleByItsOwnRhythm) {
    EXPECT_EQ(state_of(kPicture, 1999, true), CameraState::kLive);
    EXPECT_EQ(state_of(kPicture, 2000, true), CameraState::kStale);
}

TEST(Freshness, FailureCountsAfterItsGrace) {
    EXPECT_EQ(state_of(failing(kPicture), 1500, true), CameraState::kLive);
    EXPECT_EQ(state_of(failing(kPicture), 2500, true), CameraState::kStale);
    EXPECT_EQ(state_of(failing(kPicture), 3000, true), CameraState::kDown);
}

TEST(Freshness, DeadSidecarMakesStaleNotDown) {
    EXPECT_EQ(state_of(failing(kPicture), 9000, false), CameraState::kStale);
    EXPECT_EQ(state_of(kPicture, 9000, false), CameraState::kStale);
}

}  // namespace
}  // namespace livecam
