#include "sidecar/fetch/origin_gate.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "sidecar/fetch/camera.h"

namespace livecam::fetch {
namespace {

Camera idle_camera() {
    Target target;
    target.access = std::make_shared<Access>();
    return Camera(std::move(target), Instant{});
}

TEST(OriginGateTest, WhoHasWaitedLongestComesFirst) {
    OriginGate gate;
    Camera a = idle_camera();
    Camera b = idle_camera();
    Camera c = idle_camera();
    EXPECT_TRUE(gate.enter(a, 1));
    EXPECT_FALSE(gate.enter(b, 1));
    EXPECT_FALSE(gate.enter(c, 1));
    EXPECT_EQ(b.step, Step::kQueued);
    EXPECT_EQ(gate.next(1), nullptr);
    gate.leave();
    EXPECT_EQ(gate.next(1), &b);
    EXPECT_EQ(gate.next(1), nullptr) << "the place is taken again";
    gate.leave();
    EXPECT_EQ(gate.next(1), &c);
    gate.leave();
    EXPECT_TRUE(gate.idle());
}

TEST(OriginGateTest, ALowerCapHoldsAsSoonAsPlacesAreLeft) {
    OriginGate gate;
    Camera a = idle_camera();
    Camera b = idle_camera();
    Camera c = idle_camera();
    EXPECT_TRUE(gate.enter(a, 2));
    EXPECT_TRUE(gate.enter(b, 2));
    EXPECT_FALSE(gate.enter(c, 2));
    gate.leave();
    EXPECT_EQ(gate.next(1), nullptr);
    gate.leave();
    EXPECT_EQ(gate.next(1), &c);
}

TEST(OriginGateTest, WhoIsForgottenIsNotCalled) {
    OriginGate gate;
    Camera a = idle_camera();
    Camera b = idle_camera();
    EXPECT_TRUE(gate.enter(a, 1));
    EXPECT_FALSE(gate.enter(b, 1));
    gate.forget(b);
    EXPECT_EQ(b.step, Step::kIdle);
    gate.leave();
    EXPECT_EQ(gate.next(1), nullptr);
    EXPECT_TRUE(gate.idle());
}

}  // namespace
}  // namespace livecam::fetch
