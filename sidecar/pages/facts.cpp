#include "sidecar/pages/facts.h"

#include "sidecar/json_writer.h"

namespace livecam::pages {

std::string facts_json(const GroupFacts& facts) {
    JsonWriter json;
    json.begin_object();
    json.begin_array("roadConditions");
    for (const RoadCondition& road : facts.roads) {
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
    json.end_array();
    json.begin_array("events");
    json.end_array();
    json.number("lastUpdated", facts.updated_at);
    json.end_object();
    return json.take() + "\n";
}

}  // namespace livecam::pages
