// Facts of the small wall, whose every text and moment can be told from those of another
// generation.
#pragma once

#include <memory>
#include <string>

#include "tests/unit/pages/wall_fixture.h"

namespace livecam::pages {

inline constexpr std::int64_t kMomentSeconds = kMoment / 1000;

inline RoadCondition road(std::int64_t id, const std::string& name) {
    RoadCondition road;
    road.id = id;
    road.source_id = "s" + std::to_string(id);
    road.roadway_name = name;
    road.road_condition = "Wet";
    road.weather_condition = "Light Snow";
    road.restriction = "none";
    road.encoded_polyline = "_p~iF";
    road.last_updated = kMomentSeconds;
    return road;
}

inline Event event(const std::string& id, const std::string& name) {
    Event event;
    event.id = id;
    event.roadway_name = "SR-210";
    event.name = name;
    event.description = "Works near Alta";
    event.severity = "Minor";
    event.start_date = kMomentSeconds;
    event.planned_end_date = kMomentSeconds + 3600;
    event.latitude = 40.5;
    event.restrictions = {"width"};
    return event;
}

inline WeatherStation station(const std::string& name) {
    WeatherStation station;
    station.id = 1650160;
    station.name = name;
    station.latitude = 40.58;
    station.longitude = -111.65;
    station.air_temperature = "27.3";
    station.surface_status = "Dry";
    station.relative_humidity = "22";
    station.wind_speed_avg = "12.4";
    station.wind_speed_gust = "23.9";
    station.wind_direction = "SW";
    station.precipitation = "Light";
    station.last_updated = kMomentSeconds;
    return station;
}

/// Everything that can be known of the first group, with `mark` in each of it.
inline FactsPtr full_facts(const std::string& mark) {
    GroupFacts group;
    group.roads = {road(9, "SR-210 upper " + mark), road(3, "SR-210 lower " + mark)};
    group.events = {event("1", "First " + mark), event("2", "Second " + mark),
                    event("3", "Third " + mark), event("4", "Fourth " + mark)};
    group.danger = AvalancheDanger{
        "UAC",         "considerable " + mark, 3, "https://uac.example/salt", "Be careful " + mark,
        kMomentSeconds};
    group.resort = ResortStatus{"Alta",         "https://alta.example/weather",
                                "Full " + mark, "",
                                "Open " + mark, "Slick " + mark,
                                kMomentSeconds};
    group.chips = {{"lifts-0", "Lifts", "7 of 9 " + mark, "good", "", kMomentSeconds}};
    group.weather["superior"] = std::make_shared<const WeatherStation>(station("Peak " + mark));
    group.weather["tube"] = std::make_shared<const WeatherStation>(station("Valley " + mark));
    group.updated_at = kMomentSeconds;
    auto facts = std::make_shared<Facts>();
    facts->groups["lcc"] = std::move(group);
    return facts;
}

}  // namespace livecam::pages
