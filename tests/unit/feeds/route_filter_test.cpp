#include "sidecar/feeds/route_filter.h"

#include <gtest/gtest.h>

namespace livecam::feeds {
namespace {

const config::RoadFilter kLcc{{"SR-210"}, {"Little Cottonwood", "LCC"}, {"SR-210 hidden"}};
const config::RoadFilter kBcc{{"SR-190"}, {"Big Cottonwood", "BCC"}, {}};

std::string groups_of(const std::string& roadway, const std::string& location = "",
                      const std::string& description = "") {
    pages::Event event;
    event.roadway_name = roadway;
    event.location = location;
    event.description = description;
    return std::string(concerns(kLcc, event) ? "L" : "") + (concerns(kBcc, event) ? "B" : "");
}

TEST(RouteFilter, EventsOfTheReferencesVectors) {
    EXPECT_EQ(groups_of("SR-210"), "L");
    EXPECT_EQ(groups_of("SR 210"), "L");
    EXPECT_EQ(groups_of("State Route 210"), "L");
    EXPECT_EQ(groups_of("SR-210 near Alta"), "L");
    EXPECT_EQ(groups_of("", "Little Cottonwood Canyon"), "L");
    EXPECT_EQ(groups_of("SR-190"), "B");
    EXPECT_EQ(groups_of("", "", "Roadwork on Big Cottonwood Canyon"), "B");
    EXPECT_EQ(groups_of("SR-210", "", "Near Big Cottonwood Canyon"), "LB");
    for (const char* other : {"I-210", "US-190", "Highway 210", "I-15", "U.S. Route 210"}) {
        EXPECT_EQ(groups_of(other), "") << other;
    }
}

TEST(RouteFilter, RoadsOfTheReferencesWordsAndNotOfItsAccidents) {
    const auto groups = [](const std::string& name) {
        pages::RoadCondition road;
        road.roadway_name = name;
        return std::string(concerns(kLcc, road) ? "L" : "") + (concerns(kBcc, road) ? "B" : "");
    };
    for (const char* ours : {"Little Cottonwood Canyon Rd", "LCC upper", "SR-210 Alta Bypass"}) {
        EXPECT_EQ(groups(ours), "L") << ours;
    }
    for (const char* ours : {"Big Cottonwood Canyon Rd", "bcc", "SR-190 Solitude to Brighton"}) {
        EXPECT_EQ(groups(ours), "B") << ours;
    }
    EXPECT_EQ(groups("SR-210 at SR-190"), "LB");
    for (const char* other :
         {"SR-171 at 2100 South", "SR-2100", "700 East to 1900 East", "SR-1900"}) {
        EXPECT_EQ(groups(other), "") << other;
    }
}

TEST(RouteFilter, RoutesAreWholeNumbers) {
    EXPECT_EQ(groups_of("SR-2100"), "");
    EXPECT_EQ(groups_of("2100 South"), "");
    EXPECT_EQ(groups_of("SR-201 at 2100 South"), "");
    EXPECT_EQ(groups_of("1900 East"), "");
    EXPECT_EQ(groups_of("SR-1"), "");
    EXPECT_EQ(groups_of("Fort Union Blvd", "210 E, SR-152"), "");
    EXPECT_EQ(groups_of("", "", "Works on routes 190 and 210"), "");
    EXPECT_EQ(groups_of("", "", "Works on SR 190 and 210"), "LB");
    EXPECT_EQ(groups_of("sr210"), "L");
    EXPECT_EQ(groups_of("The Bccx"), "");
}

TEST(RouteFilter, HiddenRoadsAreHiddenByTheirExactName) {
    pages::RoadCondition road;
    road.roadway_name = "SR-210 hidden";
    EXPECT_FALSE(concerns(kLcc, road));
    road.roadway_name = "SR-210 hidden too";
    EXPECT_TRUE(concerns(kLcc, road));
    EXPECT_FALSE(concerns(config::RoadFilter{}, road));
}

}  // namespace
}  // namespace livecam::feeds
