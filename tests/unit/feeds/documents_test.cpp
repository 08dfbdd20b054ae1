// What each feed asks for: where, how often, with which limits.
#include <algorithm>

#include "sidecar/config/load.h"
#include "tests/unit/feeds/feeds_fixture.h"

namespace livecam::feeds {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// A configuration with nothing but names of feeds, as `feeds` has them.
config::Config plain(const std::string& feeds) {
    const auto config = config::parse(R"({"feeds": {)" + feeds + R"(},
        "groups": [{"id": "lcc", "cameras": [
            {"name": "A", "src": "http://h/a", "synopticStid": "cln"},
            {"name": "B", "src": "http://h/b", "synopticStid": "SBDU1"},
            {"name": "C", "src": "http://h/c", "synopticStid": " CLN "},
            {"name": "Off", "src": "http://h/d", "synopticStid": "OFF", "enabled": false}]}]})",
                                      "c.json");
    EXPECT_TRUE(config) << (config ? "" : config.error()[0].line());
    return config.value_or(config::Config{});
}

class DocumentsTest : public BoardTest {
  protected:
    fetch::Document only(const std::string& part) {
        std::vector<fetch::Document> all = board->documents(now);
        std::erase_if(all, [&](const auto& one) { return one.name.find(part) == one.name.npos; });
        EXPECT_EQ(all.size(), 1u) << part;
        return all.empty() ? fetch::Document{} : all[0];
    }
};

TEST_F(DocumentsTest, AddressesAndIntervalsAreThoseOfTheReference) {
    config::Config config = plain(R"("udot": {}, "uac": {}, "alta": {}, "nws": {})");
    config.feeds.udot->key = "K";
    use(config);
    const auto is = [&](const char* part, const std::string& address, milliseconds interval) {
        EXPECT_EQ(only(part).address, address);
        EXPECT_EQ(only(part).interval, interval) << part;
    };
    const std::string udot = "https://www.udottraffic.utah.gov/api/v2/get/";
    is("udot_roads", udot + "roadconditions?key=K&format=json", seconds(75));
    is("udot_stations", udot + "weatherstations?key=K&format=json", seconds(75));
    is("udot_events", udot + "event?key=K&format=json", seconds(75));
    is("uac", "https://api.avalanche.org/v2/public/products/map-layer/UAC", minutes(10));
    is("alta", "https://www.alta.com/weather", minutes(3));
    const std::string nws = "https://api.weather.gov/stations/";
    is("latest/CLN", nws + "CLN/observations/latest", minutes(10));
    is("station/CLN", nws + "CLN", minutes(10));
    is("latest/SBDU1", nws + "SBDU1/observations/latest", minutes(10));
    EXPECT_EQ(name("OFF"), "");
    const std::vector<config::Header> headers = only("latest/CLN").reach.headers;
    ASSERT_EQ(headers.size(), 1u);
    EXPECT_EQ(headers[0].name + ": " + headers[0].value, "Accept: application/geo+json");
}

TEST_F(DocumentsTest, SynopticAsksForAllStationsAtOnceAndInItsPlaceNwsIsNotAsked) {
    config::Config config = plain(R"("synoptic": {}, "nws": {})");
    config.feeds.synoptic->key = "T";
    use(config);
    ASSERT_EQ(board->documents(now).size(), 1u);
    EXPECT_EQ(only("synoptic").address,
              "https://api.synopticdata.com/v2/stations/latest?token=T&stid=CLN,SBDU1"
              "&units=english&vars=air_temp,relative_humidity,wind_speed,wind_gust,"
              "wind_direction,dew_point_temperature&within=180");
    EXPECT_EQ(only("synoptic").interval, minutes(10));
    config.feeds.synoptic->key.clear();
    use(config);
    EXPECT_NE(name("nws"), "");
}

TEST_F(DocumentsTest, LimitsFollowThoseOfFetch) {
    config::Config config = plain(R"("uac": {"interval": "10m"})");
    use(config);
    EXPECT_EQ(only("uac").limits.timeout, seconds(20));
    EXPECT_EQ(only("uac").limits.max_backoff, minutes(20));
    EXPECT_EQ(only("uac").limits.max_bytes, 10u << 20);
    const fetch::Document before = only("uac");
    config.fetch.timeout = seconds(1);
    config.fetch.max_backoff = hours(1);
    config.fetch.max_image_bytes = 20 << 20;
    board->apply(config);
    EXPECT_EQ(only("uac").limits.timeout, seconds(4));
    EXPECT_EQ(only("uac").limits.max_backoff, hours(1));
    EXPECT_EQ(only("uac").limits.max_bytes, 20u << 20);
    EXPECT_EQ(only("uac").name, before.name);  // what is known stays
    EXPECT_FALSE(only("uac") == before);       // and the fetch threads are told
    config.fetch.max_image_bytes = 100 << 10;
    config.feeds.reach.proxy = "http://proxy:3128";
    board->apply(config);
    EXPECT_EQ(only("uac").limits.max_bytes, 10u << 20);  // pictures may be small
    EXPECT_FALSE(only("uac") == before);
}

TEST_F(DocumentsTest, HeadersOfCamerasStayWithTheCameras) {
    config::Config config = plain(R"("uac": {})");
    config.feeds.reach.headers = {{"X-Key", "abc"}};
    use(config);
    EXPECT_TRUE(only("uac").reach.headers.empty());
}

TEST_F(DocumentsTest, WhateverStandsInAQueryIsASecret) {
    config::Config config = all_on();
    config.feeds.json[0].url = "https://lifts.example/?token=hunter2";
    use(config);
    EXPECT_EQ(only("json").secrets, std::vector<std::string>{"token=hunter2"});
}

}  // namespace
}  // namespace livecam::feeds
