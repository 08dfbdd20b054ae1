// What is known of the pictures' surroundings: roads, events, weather, avalanche danger, parking.
// The feeds fill it in; pages, JSON and chips of a group are all rendered from one Facts, which
// never changes once it is made.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace livecam::pages {

/// Field by field what lcc.live's clients decode; none of them may be null.
struct RoadCondition {
    std::int64_t id = 0;
    std::string source_id;
    std::string road_condition;
    std::string weather_condition;
    std::string restriction;
    std::string roadway_name;
    std::string encoded_polyline;
    std::int64_t last_updated = 0;  // seconds since the epoch

    bool operator==(const RoadCondition&) const = default;
};

/// Of traffic: works, closures, accidents. Moments are seconds since the epoch, 0: not known.
struct Event {
    std::string id;
    std::string source_id, organization, roadway_name, direction_of_travel, description;
    std::int64_t reported = 0, last_updated = 0, start_date = 0, planned_end_date = 0;
    std::string lanes_affected;
    double latitude = 0, longitude = 0, latitude_secondary = 0, longitude_secondary = 0;
    std::string event_type, event_sub_type;
    bool is_full_closure = false;
    std::string severity, comment, encoded_polyline;
    std::vector<std::string> restrictions;
    std::string detour_polyline, detour_instructions, recurrence, recurrence_schedules, name;
    std::string event_category, location, county, mp_start, mp_end;

    bool operator==(const Event&) const = default;
};

/// What a station measured last. Texts are numbers in °F, mph and % where they are measures, as
/// lcc.live's clients read them; nullopt: not measured.
struct WeatherStation {
    using Text = std::optional<std::string>;

    std::int64_t id = 0;  // of the road authority; 0: a mountain station, named by camera_source_id
    std::optional<double> latitude, longitude;
    std::string name;
    Text camera_source, camera_source_id;
    Text air_temperature, surface_temp, sub_surface_temp, surface_status, relative_humidity;
    Text dewpoint_temp, precipitation, wind_speed_avg, wind_speed_gust, wind_direction;
    std::string source;             // "" (UDOT), "synoptic", "nws"
    std::int64_t last_updated = 0;  // seconds since the epoch

    bool operator==(const WeatherStation&) const = default;
};
using Weather = std::shared_ptr<const WeatherStation>;  // null: nothing fresh is known

struct AvalancheDanger {
    std::string label;         // whose forecast it is, short: "UAC"
    std::string danger;        // "considerable", "no rating"
    int level = 0;             // 1 … 5; 0 and below: no rating
    std::string link;          // to the forecast
    std::string advice;        // may be empty
    std::int64_t updated = 0;  // seconds since the epoch: known in this form since

    bool operator==(const AvalancheDanger&) const = default;
};

struct ResortStatus {
    std::string label;  // of which resort, short: "Alta"
    std::string link;   // where it says so; may be empty
    std::string parking_status, parking_message, road_status, road_message;  // empty: not said
    std::int64_t updated = 0;  // seconds since the epoch: known in this form since

    bool operator==(const ResortStatus&) const = default;
};

/// Of a JSON feed: what the configuration makes of one value.
struct CustomChip {
    std::string id;  // of the chip, unique in its group: "<feed>-<number>"
    std::string label, text, level, link;
    std::int64_t updated = 0;  // seconds since the epoch: known in this form since

    bool operator==(const CustomChip&) const = default;
};

struct GroupFacts {
    std::vector<RoadCondition> roads;  // in the source's order
    bool roads_stale = false;          // their source was not reached for a while
    std::vector<Event> events;         // by id
    bool events_stale = false;
    std::optional<AvalancheDanger> danger;
    std::optional<ResortStatus> resort;
    std::vector<CustomChip> chips;
    std::unordered_map<std::string, Weather> weather;  // by the camera's slug
    std::int64_t updated_at = 0;  // seconds since the epoch: when any of it became another; 0:
                                  // there never was any

    /// Of a camera; null if nothing is known.
    Weather weather_of(const std::string& slug) const;
    /// Whether people see the same, whenever it was found.
    bool same(const GroupFacts& other) const;
};

struct Facts {
    std::unordered_map<std::string, GroupFacts> groups;  // by the group's id

    /// A group that the snapshot does not know has no facts.
    const GroupFacts& of(const std::string& group) const;
};

using FactsPtr = std::shared_ptr<const Facts>;  // never null
/// That nothing is known.
FactsPtr no_facts();

}  // namespace livecam::pages
