#include "sidecar/pages/facts_view.h"

#include "tests/unit/pages/facts_fixture.h"

namespace livecam::pages {
namespace {

ChipView danger_chip(const std::string& word, int level) {
    GroupFacts facts;
    facts.danger = AvalancheDanger{"UAC", word, level, "https://uac.example", "", 0};
    return status_chips(facts).at(0);
}

TEST(FactsView, AvalancheChipIsColouredByLevelElseByWord) {
    EXPECT_EQ(danger_chip("considerable", 3).label, "UAC: Considerable");
    EXPECT_EQ(danger_chip("considerable", 3).level, "considerable");
    EXPECT_EQ(danger_chip("low", 1).level, "low");
    EXPECT_EQ(danger_chip("moderate", 2).level, "moderate");
    EXPECT_EQ(danger_chip("high", 4).level, "high");
    EXPECT_EQ(danger_chip("extreme", 5).level, "high");
    EXPECT_EQ(danger_chip("Moderate", 0).level, "moderate");
    EXPECT_EQ(danger_chip("extreme", -1).level, "high");
    EXPECT_EQ(danger_chip("no rating", -1).level, "none");
    EXPECT_EQ(danger_chip("no rating", -1).label, "UAC: No rating");
    EXPECT_EQ(danger_chip("considerable", 9).level, "considerable");
}

std::string parking_level(const std::string& status) {
    GroupFacts facts;
    facts.resort = ResortStatus{"Alta", "", status, "message", "", "", 0};
    const auto chips = status_chips(facts);
    EXPECT_EQ(chips.size(), 1u);
    EXPECT_EQ(chips[0].label, "Alta park: " + status);
    EXPECT_EQ(chips[0].title, "message");
    return chips[0].level;
}

TEST(FactsView, ResortChipWarnsOfFullClosedAndLimited) {
    EXPECT_EQ(parking_level("Full"), "warn");
    EXPECT_EQ(parking_level("Lots are FULL"), "warn");
    EXPECT_EQ(parking_level("Closed"), "warn");
    EXPECT_EQ(parking_level("limited"), "warn");
    EXPECT_EQ(parking_level("unlimited"), "plain");
    EXPECT_EQ(parking_level("Open"), "plain");
}

TEST(FactsView, WhatAResortDoesNotSayHasNoChip) {
    GroupFacts facts;
    facts.resort = ResortStatus{"Alta", "", "", "", "Open", "", 0};
    ASSERT_EQ(status_chips(facts).size(), 1u);
    EXPECT_EQ(status_chips(facts)[0].kind, "road");
    EXPECT_EQ(status_chips(facts)[0].label, "Alta road: Open");
}

TEST(FactsView, EventIsCalledByItsNameElseItsDescriptionWithinFortyCharacters) {
    GroupFacts facts;
    facts.events = {event("1", "Paving"), event("2", "")};
    facts.events[1].description = std::string(39, 'd') + "é and more";
    const auto chips = event_chips(facts);
    EXPECT_EQ(chips[0].label, "Paving");
    EXPECT_EQ(chips[1].label, std::string(39, 'd') + "…");
    facts.events[1].description = std::string(39, 'd') + "é";
    EXPECT_EQ(event_chips(facts)[1].label, std::string(39, 'd') + "é");
}

TEST(FactsView, EventWarnsOfClosuresAndOfHighSeverity) {
    GroupFacts facts;
    facts.events = {event("1", "a")};
    EXPECT_EQ(event_chips(facts)[0].level, "plain");
    for (const char* severity : {"High", "severe", "Critical", "MAJOR"}) {
        facts.events[0].severity = severity;
        EXPECT_EQ(event_chips(facts)[0].level, "warn") << severity;
    }
    facts.events[0].severity = "Minor";
    facts.events[0].is_full_closure = true;
    EXPECT_EQ(event_chips(facts)[0].level, "warn");
}

TEST(FactsView, RestrictionIsAlwaysSaidAndMutedWhereThereIsNone) {
    GroupFacts facts;
    facts.roads = {road(1, "SR-210")};
    for (const char* none : {"", "none", "None", "No Restrictions", "N/A"}) {
        facts.roads[0].restriction = none;
        const ChipView chip = road_views(facts)[0].conditions.back();
        EXPECT_EQ(chip.kind, "restriction");
        EXPECT_EQ(chip.label, "none");
        EXPECT_EQ(chip.level, "muted");
    }
    facts.roads[0].restriction = "Chains required";
    EXPECT_EQ(road_views(facts)[0].conditions.back().level, "warn");
    facts.roads[0].road_condition = "";
    facts.roads[0].weather_condition = "";
    EXPECT_EQ(road_views(facts)[0].conditions.size(), 1u);
}

}  // namespace
}  // namespace livecam::pages
