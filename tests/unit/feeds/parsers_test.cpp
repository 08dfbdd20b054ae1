// Each feed's documented format, and what strangers make of it.
#include "tests/unit/feeds/feeds_fixture.h"

namespace livecam::feeds {
namespace {

class ParsersTest : public BoardTest {};

TEST_F(ParsersTest, RoadsTakeIdsAsTextOrNumber) {
    EXPECT_TRUE(answer("roads", R"([{"Id":"12","RoadwayName":"SR-210","LastUpdated":1769893000},
        {"Id":3,"RoadwayName":"SR-210 upper","Restriction":null,"RoadCondition":5},
        {"Id":[],"RoadwayName":"SR-190"},{"RoadwayName":7},"odd",null,{"Id":4}])")
                    .good);
    const auto lcc = facts("lcc");
    ASSERT_EQ(lcc.roads.size(), 2u);
    EXPECT_EQ(lcc.roads[0].id, 12);
    EXPECT_EQ(lcc.roads[1].road_condition, "5");
    EXPECT_EQ(lcc.roads[1].restriction, "");
    EXPECT_EQ(facts("bcc").roads.size(), 1u);
    EXPECT_TRUE(answer("roads", "[]").good);
    EXPECT_TRUE(facts("lcc").roads.empty());
}

TEST_F(ParsersTest, EventsTakeAnyRestrictionsAndEndAtTheirPlannedEnd) {
    EXPECT_TRUE(answer("events", R"([
        {"ID":9,"RoadwayName":"SR-210","Restrictions":{"Width":1},"PlannedEndDate":)" +
                                     std::to_string(kNow + 10) + R"(,"Latitude":"40.5"},
        {"ID":"10","RoadwayName":"SR-210","Restrictions":null,"IsFullClosure":true},
        {"ID":"11","RoadwayName":"SR-210","Restrictions":["b","a",1],"PlannedEndDate":1},
        {"RoadwayName":"SR-210"}])")
                    .good);
    auto events = facts("lcc").events;
    ASSERT_EQ(events.size(), 2u);  // the third is over, the fourth has no id
    EXPECT_EQ(events[0].id, "10");
    EXPECT_TRUE(events[0].is_full_closure);
    EXPECT_EQ(events[1].id, "9");
    EXPECT_EQ(events[1].latitude, 40.5);
    EXPECT_TRUE(events[1].restrictions.empty());
    EXPECT_EQ(board->next_turn(), kNow + 10);
    now = kNow + 10;
    EXPECT_EQ(facts("lcc").events.size(), 1u);
}

TEST_F(ParsersTest, StationsTakeNumbersTextsAndNulls) {
    EXPECT_TRUE(answer("udot_stations", R"([{"Id":"7","StationName":"Peak","Latitude":"40.5",
        "Longitude":-111,"AirTemperature":27.5,"SurfaceTemp":null,"WindSpeedAvg":"3",
        "LastUpdated":)" + std::to_string(kNow - 60) +
                                            "}]")
                    .good);
    const pages::Weather weather = facts("lcc").weather_of("peak");
    ASSERT_TRUE(weather);
    EXPECT_EQ(weather->air_temperature, "27.5");
    EXPECT_EQ(weather->latitude, 40.5);
    EXPECT_EQ(weather->surface_temp, std::nullopt);
    now = kNow + 7200;  // it is hidden by its own age, without another answer
    EXPECT_FALSE(facts("lcc").weather_of("peak"));
}

TEST_F(ParsersTest, AvalancheDangerIsThatOfTheRegion) {
    EXPECT_TRUE(answer("uac", R"({"features":[{"properties":{"name":"Ogden","danger":"low"}},
        {"properties":{"name":"Salt Lake","danger":"considerable","danger_level":3,
         "link":"https://uac.example/x","travel_advice":"Care"}}]})")
                    .good);
    ASSERT_TRUE(facts("bcc").danger);
    EXPECT_EQ(facts("bcc").danger->level, 3);
    EXPECT_EQ(facts("bcc").danger->advice, "Care");
    EXPECT_TRUE(answer("uac", R"x({"features":[{"properties":{"name":"Salt Lake","danger":"",
        "link":"javascript:alert(1)"}}]})x")
                    .good);
    EXPECT_TRUE(
        answer("uac", R"({"features":[{"properties":{"name":"Salt Lake","link":""}}]})").good);
    EXPECT_EQ(facts("lcc").danger->danger, "no rating");
    EXPECT_EQ(facts("lcc").danger->level, -1);
    EXPECT_EQ(facts("lcc").danger->link, "https://utahavalanchecenter.org/forecast/salt-lake");
    EXPECT_FALSE(answer("uac", R"({"features":[]})").good);
    EXPECT_TRUE(facts("lcc").danger);  // what was known stays
}

TEST_F(ParsersTest, AltaIsReadOutOfItsPage) {
    EXPECT_TRUE(answer("alta", R"(<html><script>x = "window.Alta"; window.Alta  =
        {"note":"} \" { }","alerts":[
        {"enabled":true,"type":"parking-status","status":"Full","message":"<b>Lots</b> are full"},
        {"enabled":true,"name":"Canyon Road Status","status":"Open"},
        {"enabled":false,"slug":"parking-status","status":"Wrong"}]};</script> }} )")
                    .good);
    ASSERT_TRUE(facts("lcc").resort);
    EXPECT_EQ(facts("lcc").resort->parking_status, "Full");
    EXPECT_EQ(facts("lcc").resort->parking_message, "Lots are full");
    EXPECT_EQ(facts("lcc").resort->road_status, "Open");
    EXPECT_FALSE(facts("bcc").resort);
    EXPECT_FALSE(answer("alta", "<html>window.Alta = {\"alerts\":[").good);
    EXPECT_FALSE(answer("alta", "window.Alta = {\"alerts\":[]}").good);
    EXPECT_FALSE(answer("alta", "<html></html>").good);
}

TEST_F(ParsersTest, AltaNamesItsAlertsByTypeSlugOrName) {
    const auto status = [&](const std::string& alert) {
        EXPECT_TRUE(
            answer("alta", "window.Alta={\"alerts\":[{\"enabled\":true,\"status\":\"Open\"," +
                               alert + "}]}")
                .good)
            << alert;
        const auto resort = *facts("lcc").resort;
        return "parking " + resort.parking_status + ", road " + resort.road_status;
    };
    EXPECT_EQ(status(R"("type":"parking-status")"), "parking Open, road ");
    EXPECT_EQ(status(R"("slug":"parking-status")"), "parking Open, road ");
    EXPECT_EQ(status(R"("type":"summer-road-status")"), "parking , road Open");
    EXPECT_EQ(status(R"("slug":"summer-road-status")"), "parking , road Open");
    EXPECT_EQ(status(R"("name":"Winter ROAD STATUS today")"), "parking , road Open");
}

std::string nws_at(std::int64_t age, const std::string& measures) {
    const std::time_t at = kNow - age;
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S+00:00", std::gmtime(&at));
    return R"({"properties":{"timestamp":")" + std::string(text) + "\"," + measures + "}}";
}

TEST_F(ParsersTest, NwsConvertsItsUnits) {
    EXPECT_TRUE(answer("latest/CLN", nws_at(60, R"(
        "temperature":{"unitCode":"wmoUnit:degC","value":10},
        "windSpeed":{"unitCode":"wmoUnit:km_h-1","value":27.792},
        "windGust":{"unitCode":"wmoUnit:km_h-1","value":38.448},
        "relativeHumidity":{"value":22.5},"dewpoint":{"value":null},
        "windDirection":{"value":225})"))
                    .good);
    pages::Weather weather = facts("lcc").weather_of("peak");
    ASSERT_TRUE(weather);
    EXPECT_EQ(weather->air_temperature, "50.0");
    EXPECT_EQ(weather->wind_speed_avg, "17.3");
    EXPECT_EQ(weather->wind_speed_gust, "23.9");
    EXPECT_EQ(weather->relative_humidity, "22");
    EXPECT_EQ(weather->wind_direction, "SW");
    EXPECT_EQ(weather->dewpoint_temp, std::nullopt);
    EXPECT_TRUE(answer("latest/CLN", nws_at(50, R"(
        "temperature":{"unitCode":"wmoUnit:K","value":283.15},
        "windSpeed":{"unitCode":"wmoUnit:m_s-1","value":4.4704},"windDirection":{"value":270})"))
                    .good);
    weather = facts("lcc").weather_of("peak");
    EXPECT_EQ(weather->air_temperature, "50.0");
    EXPECT_EQ(weather->wind_speed_avg, "10.0");
    EXPECT_EQ(weather->wind_direction, "W");
}

TEST_F(ParsersTest, NwsKnowsTheUnitsOfWind) {
    for (const auto& [unit, mph] : {std::pair{"wmoUnit:km_h-1", "6.2"},
                                    std::pair{"wmoUnit:mi_h", "10.0"}, std::pair{"unit:kn", "11.5"},
                                    std::pair{"wmoUnit:m_s-1", "22.4"}, std::pair{"", "22.4"}}) {
        answer("latest/CLN",
               nws_at(60, R"("windSpeed":{"value":10,"unitCode":")" + std::string(unit) + "\"}"));
        EXPECT_EQ(facts("lcc").weather_of("peak")->wind_speed_avg, mph) << unit;
    }
}

TEST_F(ParsersTest, NwsObservationOfMoreThanTwoHoursIsNotShown) {
    answer("latest/CLN", nws_at(7200, R"("temperature":{"value":1})"));
    EXPECT_TRUE(facts("lcc").weather_of("peak"));
    answer("latest/CLN", nws_at(7201, R"("temperature":{"value":1})"));
    EXPECT_FALSE(facts("lcc").weather_of("peak"));
}

TEST_F(ParsersTest, NwsAsksAStationsNameOnceADay) {
    EXPECT_NE(name("station/CLN"), "");
    EXPECT_TRUE(answer("station/CLN", R"({"properties":{"name":"Collins"},
        "geometry":{"coordinates":[-111.6,40.5]}})")
                    .good);
    EXPECT_EQ(name("station/CLN"), "");
    answer("latest/CLN", nws_at(60, R"("temperature":{"value":1})"));
    EXPECT_EQ(facts("lcc").weather_of("peak")->name, "Collins");
    EXPECT_EQ(facts("lcc").weather_of("peak")->latitude, 40.5);
    now += 24 * 3600;
    EXPECT_NE(name("station/CLN"), "");
}

TEST_F(ParsersTest, SynopticDropsWhatIsOldAndAWindsCompany) {
    use(all_on_with_synoptic());
    EXPECT_EQ(name("nws"), "");  // not asked as well
    EXPECT_TRUE(answer("synoptic", R"({"SUMMARY":{"RESPONSE_CODE":1,"RESPONSE_MESSAGE":"OK"},
        "STATION":[{"STID":"CLN","NAME":"Collins","LATITUDE":"40.5","LONGITUDE":-111.6,
        "OBSERVATIONS":{
        "air_temp_value_1":{"value":27.25,"date_time":"2026-01-31T21:00:00Z"},
        "dew_point_temperature_value_1d":{"value":"20","date_time":"2026-01-31T21:00:00Z"},
        "wind_speed_value_1":{"value":5,"date_time":"2026-01-31T18:00:00Z"},
        "wind_gust_value_1":{"value":9,"date_time":"2026-01-31T21:00:00Z"},
        "wind_direction_value_1":{"value":225,"date_time":"2026-01-31T21:00:00Z"}}}]})")
                    .good);
    const pages::Weather weather = facts("lcc").weather_of("peak");
    ASSERT_TRUE(weather);
    EXPECT_EQ(weather->air_temperature, "27.25");
    EXPECT_EQ(weather->dewpoint_temp, "20");
    EXPECT_EQ(weather->wind_speed_avg, std::nullopt);
    EXPECT_EQ(weather->wind_speed_gust, std::nullopt);
    EXPECT_EQ(weather->wind_direction, std::nullopt);
    EXPECT_EQ(weather->camera_source_id, "CLN");
    const auto bad =
        answer("synoptic", R"({"SUMMARY":{"RESPONSE_CODE":2,"RESPONSE_MESSAGE":"t0ken is bad"}})");
    EXPECT_FALSE(bad.good);
    EXPECT_EQ(bad.detail.find("t0ken"), std::string::npos);
}

TEST_F(ParsersTest, SynopticIsBelievedUnlessItsCodeAndMessageSayOtherwise) {
    use(all_on_with_synoptic());
    const auto good = [&](const char* summary) {
        return answer("synoptic", R"({"STATION":[],"SUMMARY":{)" + std::string(summary) + "}}")
            .good;
    };
    EXPECT_TRUE(good(R"("RESPONSE_CODE":1)"));
    EXPECT_TRUE(good(R"("RESPONSE_CODE":0,"RESPONSE_MESSAGE":"whatever")"));
    EXPECT_TRUE(good(R"("RESPONSE_CODE":2,"RESPONSE_MESSAGE":"OK")"));
    EXPECT_TRUE(good(""));
    EXPECT_FALSE(good(R"("RESPONSE_CODE":2)"));
    EXPECT_FALSE(good(R"("RESPONSE_CODE":"200","RESPONSE_MESSAGE":"no such token")"));
}

TEST_F(ParsersTest, SynopticKeepsAStationThatIsNotInTheNewAnswer) {
    use(all_on_with_synoptic());
    const std::string station = R"({"STATION":[{"STID":"CLN","LATITUDE":40.5,"LONGITUDE":"-111.6",
        "OBSERVATIONS":{"air_temp_value_1":{"value":20,"date_time":"2026-01-31T21:00:00Z"}}}]})";
    EXPECT_TRUE(answer("synoptic", station).good);
    EXPECT_TRUE(answer("synoptic", R"({"STATION":[{"STID":"OTHER"}]})").good);
    ASSERT_TRUE(facts("lcc").weather_of("peak"));
    EXPECT_EQ(facts("lcc").weather_of("peak")->latitude, 40.5);
    EXPECT_EQ(facts("lcc").weather_of("peak")->longitude, -111.6);
    now += 7200 - 185;  // of the measure, not of the answer
    EXPECT_TRUE(facts("lcc").weather_of("peak"));
    now += 1;
    EXPECT_FALSE(facts("lcc").weather_of("peak"));
}

TEST_F(ParsersTest, JsonFeedMakesChipsOfItsValues) {
    EXPECT_TRUE(answer("json_lifts", R"({"open":7.0,"road":"CLOSED"})").good);
    auto chips = facts("bcc").chips;
    ASSERT_EQ(chips.size(), 2u);
    EXPECT_EQ(chips[0].text, "7 open");
    EXPECT_EQ(chips[0].level, "good");
    EXPECT_EQ(chips[1].level, "alert");
    EXPECT_TRUE(facts("lcc").chips.empty());
    EXPECT_TRUE(answer("json_lifts", R"({"open":4,"road":null})").good);
    chips = facts("bcc").chips;
    ASSERT_EQ(chips.size(), 1u);
    EXPECT_EQ(chips[0].level, "warn");
    EXPECT_FALSE(answer("json_lifts", R"({"other":1})").good);
    now += 3602;
    EXPECT_TRUE(facts("bcc").chips.empty());
}

TEST_F(ParsersTest, NothingOfWhatStrangersSendIsTakenForTheFormat) {
    const std::vector<std::string> odd = {"",
                                          "<!DOCTYPE html><html>",
                                          "{",
                                          "[{\"Id\":1",
                                          "[1,2",
                                          "\"text\"",
                                          "null",
                                          "\xFF\xFE",
                                          std::string(1 << 20, '['),
                                          "{\"features\":5}",
                                          std::string(64, '\0')};
    for (const std::string& body : odd) {
        for (const char* part : {"roads", "udot_stations", "events", "uac", "alta", "json_lifts",
                                 "latest/CLN", "station/CLN"}) {
            const Board::Verdict verdict = answer(part, body);
            EXPECT_FALSE(verdict.good) << part << " " << body.substr(0, 20);
            EXPECT_LT(verdict.detail.size(), 200u);
        }
    }
    EXPECT_TRUE(board->facts(now)->of("lcc").same({}));
}

TEST_F(ParsersTest, KeysAreEscapedInAddressesAndNamedAsSecrets) {
    for (const fetch::Document& document : board->documents(now)) {
        EXPECT_EQ(document.name.find("k3y"), std::string::npos);
        if (document.name.find("udot") != std::string::npos) {
            EXPECT_NE(document.address.find("?key=k3y%2F%26&format=json"), std::string::npos)
                << document.address;
            EXPECT_EQ(document.secrets, (std::vector<std::string>{"key=k3y%2F%26&format=json",
                                                                  "k3y/&", "k3y%2F%26"}));
        }
    }
}

}  // namespace
}  // namespace livecam::feeds
