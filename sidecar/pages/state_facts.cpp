#include "sidecar/pages/state_facts.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace livecam::pages {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer& json, const char* name, std::string_view value) {
    json.Key(name);
    json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

}  // namespace

std::string state_facts(const config::Config& config) {
    rapidjson::StringBuffer buffer;
    Writer json(buffer);
    json.StartObject();
    put(json, "title", config.site.title);
    json.Key("groups");
    json.StartArray();
    std::string ids;
    for (const config::Group& group : config.groups) {
        ids += (ids.empty() ? "" : " ") + group.id;
        json.StartObject();
        put(json, "id", group.id);
        put(json, "name", group.name);
        json.EndObject();
    }
    json.EndArray();
    json.EndObject();
    const std::string_view object = buffer.GetString();
    return "Prefix: " + config.site.prefix + "\nGroups: " + ids + "\n\n" +
           std::string(object.substr(1, object.size() - 2));
}

}  // namespace livecam::pages
