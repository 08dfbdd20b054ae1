#include "sidecar/pages/facts_json.h"

#include <algorithm>

namespace livecam::pages {
namespace {

void put_optional(JsonWriter& json, const char* name, const std::optional<double>& number) {
    number ? json.real(name, *number) : json.null(name);
}

void put_optional(JsonWriter& json, const char* name, const WeatherStation::Text& text) {
    text ? json.text(name, *text) : json.null(name);
}

void put_road(JsonWriter& json, const RoadCondition& road) {
    json.begin_object();
    json.number("Id", road.id);
    json.text("SourceId", road.source_id);
    json.text("RoadCondition", road.road_condition);
    json.text("WeatherCondition", road.weather_condition);
    json.text("Restriction", road.restriction);
    json.text("RoadwayName", road.roadway_name);
    json.text("EncodedPolyline", road.encoded_polyline);
    json.number("LastUpdated", road.last_updated);
    json.end_object();
}

void put_event(JsonWriter& json, const Event& event) {
    json.begin_object();
    json.text("ID", event.id);
    json.text("SourceId", event.source_id);
    json.text("Organization", event.organization);
    json.text("RoadwayName", event.roadway_name);
    json.text("DirectionOfTravel", event.direction_of_travel);
    json.text("Description", event.description);
    json.number("Reported", event.reported);
    json.number("LastUpdated", event.last_updated);
    json.number("StartDate", event.start_date);
    json.number("PlannedEndDate", event.planned_end_date);
    json.text("LanesAffected", event.lanes_affected);
    json.real("Latitude", event.latitude);
    json.real("Longitude", event.longitude);
    json.real("LatitudeSecondary", event.latitude_secondary);
    json.real("LongitudeSecondary", event.longitude_secondary);
    json.text("EventType", event.event_type);
    json.text("EventSubType", event.event_sub_type);
    json.boolean("IsFullClosure", event.is_full_closure);
    json.text("Severity", event.severity);
    json.text("Comment", event.comment);
    json.text("EncodedPolyline", event.encoded_polyline);
    json.begin_array("Restrictions");
    for (const std::string& restriction : event.restrictions) {
        json.text(restriction);
    }
    json.end_array();
    json.text("DetourPolyline", event.detour_polyline);
    json.text("DetourInstructions", event.detour_instructions);
    json.text("Recurrence", event.recurrence);
    json.text("RecurrenceSchedules", event.recurrence_schedules);
    json.text("Name", event.name);
    json.text("EventCategory", event.event_category);
    json.text("Location", event.location);
    json.text("County", event.county);
    json.text("MPStart", event.mp_start);
    json.text("MPEnd", event.mp_end);
    json.end_object();
}

void put_danger(JsonWriter& json, const AvalancheDanger& danger) {
    json.begin_object("avalancheDanger");
    json.text("danger", danger.danger);
    json.number("dangerLevel", danger.level);
    json.text("link", danger.link);
    if (!danger.advice.empty()) {
        json.text("travelAdvice", danger.advice);
    }
    json.number("updated", danger.updated);
    json.end_object();
}

void put_resort(JsonWriter& json, const ResortStatus& resort) {
    json.begin_object("altaStatus");
    json.text("parkingStatus", resort.parking_status);
    const auto put_said = [&json](const char* name, const std::string& text) {
        if (!text.empty()) {
            json.text(name, text);
        }
    };
    put_said("parkingMessage", resort.parking_message);
    put_said("roadStatus", resort.road_status);
    put_said("roadMessage", resort.road_message);
    json.number("updated", resort.updated);
    json.end_object();
}

void put_stations(JsonWriter& json, const config::Group& group, const GroupFacts& facts) {
    bool begun = false;
    for (const config::Camera& camera : group.cameras) {
        const Weather weather = facts.weather_of(camera.slug);
        if (!weather) {
            continue;
        }
        if (!begun) {
            json.begin_object("weatherStations");
            begun = true;
        }
        json.begin_object(camera.id);
        put_station(json, *weather);
        json.end_object();
    }
    if (begun) {
        json.end_object();
    }
}

}  // namespace

void put_station(JsonWriter& json, const WeatherStation& station) {
    json.number("Id", station.id);
    put_optional(json, "Latitude", station.latitude);
    put_optional(json, "Longitude", station.longitude);
    json.text("StationName", station.name);
    put_optional(json, "CameraSource", station.camera_source);
    put_optional(json, "CameraSourceId", station.camera_source_id);
    put_optional(json, "AirTemperature", station.air_temperature);
    put_optional(json, "SurfaceTemp", station.surface_temp);
    put_optional(json, "SubSurfaceTemp", station.sub_surface_temp);
    put_optional(json, "SurfaceStatus", station.surface_status);
    put_optional(json, "RelativeHumidity", station.relative_humidity);
    put_optional(json, "DewpointTemp", station.dewpoint_temp);
    put_optional(json, "Precipitation", station.precipitation);
    put_optional(json, "WindSpeedAvg", station.wind_speed_avg);
    put_optional(json, "WindSpeedGust", station.wind_speed_gust);
    put_optional(json, "WindDirection", station.wind_direction);
    json.text("Source", station.source);
    json.number("LastUpdated", station.last_updated);
}

std::string facts_json(const config::Group& group, const GroupFacts& facts) {
    std::vector<RoadCondition> roads = facts.roads;
    std::ranges::stable_sort(roads, {}, &RoadCondition::id);
    JsonWriter json;
    json.begin_object();
    json.begin_array("roadConditions");
    for (const RoadCondition& road : roads) {
        put_road(json, road);
    }
    json.end_array();
    put_stations(json, group, facts);
    json.begin_array("events");
    for (const Event& event : facts.events) {
        put_event(json, event);
    }
    json.end_array();
    if (facts.danger) {
        put_danger(json, *facts.danger);
    }
    if (facts.resort) {
        put_resort(json, *facts.resort);
    }
    json.number("lastUpdated", facts.updated_at);
    json.end_object();
    return json.take() + "\n";
}

}  // namespace livecam::pages
