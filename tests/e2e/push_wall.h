// What a wall shows, by its events and by its JSON.
#pragma once

#include <rapidjson/document.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/e2e/event_stream.h"
#include "tests/e2e/programs.h"

namespace livecam::e2e {

rapidjson::Document parse(const std::string& json);

std::size_t count(const std::vector<Event>& events, const std::string& type);
std::function<bool(const std::vector<Event>&)> at_least(std::size_t n, std::string type);

/// Camera → image, as the JSON of a group of the simulator's says it, or of both.
std::map<std::string, std::string> shown(const Nginx& nginx, const std::string& group);
std::map<std::string, std::string> all_shown(const Nginx& nginx);

}  // namespace livecam::e2e
