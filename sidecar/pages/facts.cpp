#include "sidecar/pages/facts.h"

#include <algorithm>

namespace livecam::pages {
namespace {

bool same_weather(const Weather& a, const Weather& b) {
    return a == b || (a && b && *a == *b);
}

}  // namespace

Weather GroupFacts::weather_of(const std::string& slug) const {
    const auto found = weather.find(slug);
    return found == weather.end() ? nullptr : found->second;
}

bool GroupFacts::same(const GroupFacts& other) const {
    const bool weather_same = weather.size() == other.weather.size() &&
                              std::ranges::all_of(weather, [&](const auto& item) {
                                  return same_weather(item.second, other.weather_of(item.first));
                              });
    return weather_same && roads == other.roads && roads_stale == other.roads_stale &&
           events == other.events && events_stale == other.events_stale && danger == other.danger &&
           resort == other.resort && chips == other.chips;
}

const GroupFacts& Facts::of(const std::string& group) const {
    static const GroupFacts nothing;
    const auto found = groups.find(group);
    return found == groups.end() ? nothing : found->second;
}

FactsPtr no_facts() {
    static const FactsPtr nothing = std::make_shared<const Facts>();
    return nothing;
}

}  // namespace livecam::pages
