// The wall as a browser gets it: cameras → livecamd → store → nginx → client.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <span>

#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"
#include "tests/simulator/stamp.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

class WallTest : public testing::Test {
  protected:
    WallTest() { EXPECT_TRUE(livecamd.wait_ready()) << livecamd.log(); }

    Simulator simulator{{"--cameras", "6", "--interval", "1s"}};
    StoreDir store;
    Livecamd livecamd{simulator.config(), store.path()};
    Nginx nginx{store.path()};
};

TEST_F(WallTest, PageJsonAndPicturesAreServed) {
    const Response page = get(nginx.url("/"));
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
    EXPECT_THAT(page.body, HasSubstr("<!doctype html>"));
    EXPECT_THAT(page.body, Not(HasSubstr("/cam/"))) << "an origin's address is shown";
}

}  // namespace
}  // namespace livecam::e2e
