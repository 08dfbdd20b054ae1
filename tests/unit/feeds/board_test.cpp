#include "sidecar/feeds/board.h"

#include "tests/unit/feeds/feeds_fixture.h"

namespace livecam::feeds {
namespace {

using fetch::Outcome;

std::string udot_station(std::int64_t at, const char* temperature) {
    return R"([{"Id":7,"StationName":"Road","LastUpdated":)" + std::to_string(at) +
           R"(,"AirTemperature":)" + temperature + "}]";
}

constexpr const char* kNws = R"({"properties":{"timestamp":"2026-01-31T21:00:00Z",
    "temperature":{"value":10}}})";  // kNow - 185

TEST_F(BoardTest, FresherStationIsTakenWhicheverFeedItIsOf) {
    answer("latest/CLN", kNws);
    answer("udot_stations", udot_station(kNow - 10, "\"20\""));
    EXPECT_EQ(facts("lcc").weather_of("peak")->source, "");
    answer("udot_stations", udot_station(kNow - 3600, "\"20\""));
    EXPECT_EQ(facts("lcc").weather_of("peak")->source, "nws");
    answer("udot_stations", udot_station(kNow, "null"));  // fresh, and measures nothing
    EXPECT_EQ(facts("lcc").weather_of("peak")->source, "nws");
}

TEST_F(BoardTest, FactsAreTheSameObjectUntilTheyChange) {
    answer("roads", R"([{"Id":1,"RoadwayName":"SR-210"}])");
    const pages::FactsPtr before = board->facts(now);
    now += 75;
    outcome("roads", Outcome::kUnchanged);
    EXPECT_EQ(board->facts(now), before);
    EXPECT_EQ(before->of("lcc").updated_at, kNow);
    answer("roads", R"([{"Id":1,"RoadwayName":"SR-210","Restriction":"chains"}])");
    EXPECT_NE(board->facts(now), before);
    EXPECT_EQ(facts("lcc").updated_at, kNow + 75);
    EXPECT_EQ(facts("bcc").updated_at, 0);
}

TEST_F(BoardTest, RoadsThatAreNotHeardOfAreShownAsOld) {
    answer("roads", R"([{"Id":1,"RoadwayName":"SR-210"}])");
    EXPECT_FALSE(facts("lcc").roads_stale);
    now += 1802;
    outcome("roads", Outcome::kFailed);
    EXPECT_TRUE(facts("lcc").roads_stale);
    EXPECT_EQ(facts("lcc").roads.size(), 1u);
    outcome("roads", Outcome::kUnchanged);
    EXPECT_FALSE(facts("lcc").roads_stale);
}

TEST_F(BoardTest, UnreadableBytesStaySoUntilThereAreOthers) {
    const auto unreadable = answer("uac", "<html>");
    EXPECT_FALSE(unreadable.good);
    EXPECT_EQ(unreadable.reason, "unreadable");
    EXPECT_NE(unreadable.detail, "");
    EXPECT_EQ(outcome("uac", Outcome::kUnchanged).reason, "unreadable");
    EXPECT_NE(outcome("uac", Outcome::kFailed).reason, "unreadable");
    EXPECT_EQ(outcome("uac", Outcome::kUnchanged).reason, "unreadable") << "still the same bytes";
    const auto back =
        answer("uac", R"({"features":[{"properties":{"name":"Salt Lake","danger":"low"}}]})");
    EXPECT_TRUE(back.good);
    EXPECT_TRUE(outcome("uac", Outcome::kUnchanged).good);
}

TEST_F(BoardTest, OtherSettingsBeginAfreshAndTheSameGoOn) {
    answer("roads", R"([{"Id":1,"RoadwayName":"SR-210"}])");
    config::Config config = all_on();
    config.groups[0].roads.routes = {"SR-999"};
    config.groups[0].roads.names.clear();
    board->apply(config);
    EXPECT_TRUE(facts("lcc").roads.empty());
    board->apply(all_on());
    EXPECT_EQ(facts("lcc").roads.size(), 1u);
    const std::string before = name("roads");
    config = all_on();
    config.feeds.uac->label = "Other";
    board->apply(config);
    EXPECT_NE(name("roads"), before);  // so that its bytes are not called unchanged
    EXPECT_TRUE(facts("lcc").roads.empty());
}

TEST_F(BoardTest, WithoutFeedsNothingIsAskedAndNothingKnown) {
    use(config::Config{});
    EXPECT_TRUE(board->documents(now).empty());
    EXPECT_EQ(board->facts(now), pages::no_facts());
}

}  // namespace
}  // namespace livecam::feeds
