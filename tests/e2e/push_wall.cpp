#include "tests/e2e/push_wall.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace livecam::e2e {

rapidjson::Document parse(const std::string& json) {
    rapidjson::Document document;
    document.Parse(json.c_str());
    EXPECT_FALSE(document.HasParseError()) << json;
    return document;
}

std::size_t count(const std::vector<Event>& events, const std::string& type) {
    return static_cast<std::size_t>(std::count_if(
        events.begin(), events.end(), [&](const Event& event) { return event.type == type; }));
}

std::function<bool(const std::vector<Event>&)> at_least(std::size_t n, std::string type) {
    return [n, type = std::move(type)](const std::vector<Event>& events) {
        return count(events, type) >= n;
    };
}

std::map<std::string, std::string> shown(const Nginx& nginx, const std::string& group) {
    std::map<std::string, std::string> images;
    const rapidjson::Document json = parse(get(nginx.url("/" + group + ".json")).body);
    for (const auto& camera : json["cameras"].GetArray()) {
        if (camera["image"].IsString()) {
            images[camera["slug"].GetString()] = camera["image"].GetString();
        }
    }
    return images;
}

std::map<std::string, std::string> all_shown(const Nginx& nginx) {
    auto images = shown(nginx, "north");
    images.merge(shown(nginx, "south"));
    return images;
}

}  // namespace livecam::e2e
