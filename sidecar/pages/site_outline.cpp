#include "sidecar/pages/site_outline.h"

#include "sidecar/pages/facts_json.h"

namespace livecam::pages {
namespace {

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

std::string site_outline(const config::Config& config, std::string_view version,
                         const Facts& facts) {
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
    return "Prefix: " + config.site.prefix + "\nVersion: " + std::string(version) +
           "\nGroups: " + ids + "\n\n" + object.substr(1, object.size() - 2);
}

}  // namespace livecam::pages
