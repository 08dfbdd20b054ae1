#include "sidecar/pages/state_facts.h"

#include "sidecar/pages/facts_json.h"

namespace livecam::pages {
namespace {

constexpr std::uint32_t kStateSeconds = 1;

void put_weather(JsonWriter& json, const config::Config& config, const Facts& facts) {
    json.begin_object("weather");
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            const Weather weather = facts.of(group.id).weather_of(camera.slug);
            if (weather && camera.enabled) {
                json.begin_object(camera.slug);
                put_station(json, *weather);
                json.end_object();
            }
        }
    }
    json.end_object();
}

}  // namespace

std::string state_facts(const config::Config& config, const Facts& facts) {
    JsonWriter json;
    json.begin_object();
    json.text("title", config.site.title);
    json.begin_array("groups");
    std::string ids;
    for (const config::Group& group : config.groups) {
        ids += (ids.empty() ? "" : " ") + group.id;
        json.begin_object();
        json.text("id", group.id);
        json.text("name", group.name);
        json.end_object();
    }
    json.end_array();
    put_weather(json, config, facts);
    json.end_object();
    const std::string object = json.take();
    return "Prefix: " + config.site.prefix + "\nGroups: " + ids + "\n\n" +
           object.substr(1, object.size() - 2);
}

Body state_body(const config::Config& config, const Facts& facts) {
    Body body;
    body.path = "/api/state.json";
    body.kind = Kind::kState;
    body.content_type = "application/json; charset=utf-8";
    body.max_age_s = kStateSeconds;
    body.content = state_facts(config, facts);
    return body;
}

}  // namespace livecam::pages
