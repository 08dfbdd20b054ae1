#include "sidecar/pages/weather_view.h"

#include "tests/unit/pages/facts_fixture.h"

namespace livecam::pages {
namespace {

using config::Units;

WeatherView seen(const WeatherStation& station, Units units = Units::kUs) {
    return weather_view(std::make_shared<const WeatherStation>(station), units)
        .value_or(WeatherView{});
}

TEST(WeatherView, SaysMeasuresInTheSitesUnits) {
    const WeatherView us = seen(station("Peak"));
    EXPECT_EQ(us.temperature, "27°F");
    EXPECT_EQ(us.wind, "12 mph SW");
    EXPECT_EQ(us.surface, "Dry");
    const WeatherView metric = seen(station("Peak"), Units::kMetric);
    EXPECT_EQ(metric.temperature, "−3°C");
    EXPECT_EQ(metric.wind, "20 km/h SW");
}

TEST(WeatherView, PrecipitationIsSnowMixedOrRainByTemperature) {
    WeatherStation at = station("Peak");
    const auto kind = [&](const char* temperature) {
        at.air_temperature = temperature;
        return seen(at).precipitation;
    };
    EXPECT_EQ(kind("34.9"), "snow");
    EXPECT_EQ(kind("35"), "mixed");
    EXPECT_EQ(kind("40"), "mixed");
    EXPECT_EQ(kind("40.1"), "rain");
    EXPECT_EQ(kind("unknown"), "rain");
    for (const char* nothing : {"", "None", "no precipitation", "N/A", "0", "0.00"}) {
        at.precipitation = nothing;
        EXPECT_EQ(kind("20"), "") << nothing;
    }
}

TEST(WeatherView, MissingAndOddMeasuresAreLeftOut) {
    WeatherStation at;
    EXPECT_FALSE(weather_view(std::make_shared<const WeatherStation>(at), Units::kUs));
    EXPECT_FALSE(weather_view(nullptr, Units::kUs));
    at.air_temperature = "warm";
    at.wind_speed_avg = "1e999";
    at.relative_humidity = "nan";
    EXPECT_FALSE(weather_view(std::make_shared<const WeatherStation>(at), Units::kUs));
    at.wind_speed_avg = "0";
    at.wind_direction = "SW";
    EXPECT_EQ(seen(at).wind, "0 mph");
}

TEST(WeatherView, DirectionInDegreesIsACompassPoint) {
    EXPECT_EQ(compass(225), "SW");
    EXPECT_EQ(compass(270), "W");
    EXPECT_EQ(compass(0), "N");
    EXPECT_EQ(compass(359), "N");
    EXPECT_EQ(compass(348.74), "NNW");
    EXPECT_EQ(compass(-90), "W");
    WeatherStation at = station("Peak");
    at.wind_direction = "225";
    EXPECT_EQ(seen(at).wind, "12 mph SW");
}

}  // namespace
}  // namespace livecam::pages
