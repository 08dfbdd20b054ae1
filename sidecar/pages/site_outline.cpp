#include "sidecar/pages/site_outline.h"

#include "sidecar/json_writer.h"

namespace livecam::pages {

std::string site_outline(const config::Config& config, std::string_view version) {
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
    json.end_object();
    const std::string object = json.take();
    return "Prefix: " + config.site.prefix + "\nVersion: " + std::string(version) +
           "\nGroups: " + ids + "\n\n" + object.substr(1, object.size() - 2);
}

}  // namespace livecam::pages
