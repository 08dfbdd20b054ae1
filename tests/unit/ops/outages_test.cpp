#include "sidecar/ops/outages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace livecam::ops {
namespace {

std::string text(const Outages::Said& said) {
    return said ? text_of({Severity::kInfo, {}, "", *said}) : "-";
}

class OutagesTest : public testing::Test {
  protected:
    std::string failed(std::int64_t now, const char* reason = "timeout") {
        return text(outages.failed("mole", reason, "why", now));
    }
    std::string worked(std::int64_t now) { return text(outages.worked("mole", now)); }

    Outages outages;
};

TEST_F(OutagesTest, TheFirstFailureIsToldAtOnceAndTheReturnWithHowLong) {
    EXPECT_EQ(failed(1'000'000), " reason=timeout failures=1 detail=why");
    EXPECT_EQ(failed(1'003'000), "-");
    EXPECT_EQ(failed(1'006'000), "-");
    EXPECT_EQ(worked(1'009'000), " failures=3 seconds=9.000");
    EXPECT_EQ(worked(1'012'000), "-");
}

TEST_F(OutagesTest, ALongOneIsToldEverMoreRarely) {
    std::vector<std::int64_t> told;
    for (std::int64_t s = 0; s <= 3600; s += 3) {
        if (const std::string line = failed(s * 1000); line != "-") {
            told.push_back(s);
        }
    }
    EXPECT_THAT(told, testing::ElementsAre(0, 60, 180, 420, 900, 1800, 2700, 3600));
    EXPECT_EQ(worked(3'603'000), " failures=1201 seconds=3603.000");
}

TEST_F(OutagesTest, EachReasonIsToldOnce) {
    EXPECT_NE(failed(0, "timeout"), "-");
    EXPECT_EQ(failed(3'000, "refused"), " reason=refused failures=2 seconds=3.000 detail=why");
    for (std::int64_t s = 6; s < 60; s += 6) {
        EXPECT_EQ(failed(s * 1000, "timeout"), "-");
        EXPECT_EQ(failed(s * 1000 + 3000, "refused"), "-");
    }
    EXPECT_NE(failed(60'000, "timeout"), "-");
}

TEST_F(OutagesTest, OneThatFlapsIsCounted) {
    EXPECT_NE(failed(0), "-");
    EXPECT_NE(worked(3'000), "-");
    for (std::int64_t s = 6; s < 60; s += 6) {
        EXPECT_EQ(failed(s * 1000), "-");
        EXPECT_EQ(worked(s * 1000 + 3000), "-");
    }
    EXPECT_EQ(failed(60'000), " reason=timeout failures=1 other_outages=9 detail=why");
    EXPECT_EQ(worked(63'000), " failures=1 seconds=3.000");
}

TEST_F(OutagesTest, OneThatWasWellForAMinuteBeginsAnew) {
    EXPECT_NE(failed(0), "-");
    EXPECT_NE(worked(3'000), "-");
    EXPECT_EQ(worked(6'000), "-");
    EXPECT_EQ(outages.size(), 1u);
    EXPECT_EQ(worked(3'000 + Outages::kCalm), "-");
    EXPECT_EQ(outages.size(), 0u) << "what is well takes no memory";
    EXPECT_EQ(failed(70'000), " reason=timeout failures=1 detail=why");
}

TEST_F(OutagesTest, AClockThatWentBackHoldsNothingBack) {
    EXPECT_NE(failed(10'000'000), "-");
    EXPECT_NE(worked(10'003'000), "-");
    EXPECT_NE(failed(5'000'000), "-");
    EXPECT_EQ(worked(4'000'000), " failures=1 seconds=0.000");
}

TEST_F(OutagesTest, ThoseThatAreGoneAreForgotten) {
    failed(0);
    outages.failed("lock", "dns", "", 0);
    outages.keep([](const std::string& name) { return name == "lock"; });
    EXPECT_EQ(outages.size(), 1u);
    EXPECT_EQ(worked(3'000), "-");
}

}  // namespace
}  // namespace livecam::ops
