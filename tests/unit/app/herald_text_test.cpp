#include "sidecar/app/herald_text.h"

#include <gtest/gtest.h>

#include "sidecar/app/notify.h"

namespace livecam::app {
namespace {

pages::CameraView view(CameraState state, std::int64_t changed_at, Reason reason = Reason::kNone) {
    pages::CameraView view;
    view.state = state;
    view.reason = reason;
    view.changed_at = changed_at;
    view.etag = changed_at != 0 ? 1 : 0;
    return view;
}

pages::Snapshot wall() {
    pages::Snapshot snapshot;
    snapshot.now_ms = 10'000;
    snapshot.cameras["a"] = view(CameraState::kLive, 7'500);
    snapshot.cameras["b"] = view(CameraState::kStale, 1'000);
    snapshot.cameras["c"] = view(CameraState::kDown, 0, Reason::kTimeout);
    snapshot.cameras["d"] = view(CameraState::kPending, 0);
    return snapshot;
}

TEST(HeraldText, TellsLiveOfAllAndTheAgeOfTheNewestPicture) {
    EXPECT_EQ(status_line(wall()), "1 of 4 cameras live, 1 stale, 1 down, newest picture 2 s old");
}

TEST(HeraldText, LeavesOutWhatThereIsNot) {
    EXPECT_EQ(status_line({}), "0 of 0 cameras live");
}

TEST(HeraldText, TellsProgressAndFailures) {
    EXPECT_EQ(progress_line(wall()), "2 of 4 cameras have a picture, 1 failed so far");
}

TEST(Watchdog, IsFedOnlyIfEveryThreadMoved) {
    EXPECT_TRUE(all_moved({}, {5, 5}));
    EXPECT_TRUE(all_moved({1, 2}, {2, 3}));
    EXPECT_FALSE(all_moved({1, 2}, {2, 2}));
}

TEST(Notify, IsSilentWithoutAManagerAndForWhatIsNoSocket) {
    EXPECT_FALSE(Notifier("", {}).send("READY=1"));
    EXPECT_FALSE(Notifier("vsock:2:3", {}).send("READY=1"));
    EXPECT_FALSE(Notifier("/" + std::string(200, 'a'), {}).send("READY=1"));
}

}  // namespace
}  // namespace livecam::app
