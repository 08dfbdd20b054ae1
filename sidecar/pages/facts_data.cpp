#include "sidecar/pages/facts_data.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sidecar/pages/facts_view.h"

namespace livecam::pages {
namespace {

namespace mustache = kainjow::mustache;

constexpr std::size_t kEventChips = 3;
constexpr std::int64_t kMs = 1000;

/// Text, or false where there is none.
void set(mustache::data& data, const char* name, std::string text) {
    data.set(name, text.empty() ? mustache::data{false} : mustache::data{std::move(text)});
}

void set(mustache::data& data, const char* name, bool value) {
    data.set(name, mustache::data{value});
}

void set_moment(mustache::data& data, const char* iso_name, const char* name, std::int64_t seconds,
                const LocalClock& clock) {
    set(data, iso_name, seconds > 0 ? iso_utc(seconds * kMs) : std::string{});
    set(data, name, seconds > 0 ? clock.display(seconds * kMs) : std::string{});
}

// What templates and JSON have in common: names and texts, of which an empty one is none.

template <class Tell>
void each_text(const ChipView& chip, Tell tell) {
    tell("id", chip.id);
    tell("kind", chip.kind);
    tell("label", chip.label);
    tell("level", chip.level);
    tell("href", chip.href);
    tell("title", chip.title);
}

template <class Tell>
void each_text(const WeatherView& weather, Tell tell) {
    tell("temperature", weather.temperature);
    tell("wind", weather.wind);
    tell("surface", weather.surface);
    tell("precipitation", weather.precipitation);
    tell("station", weather.station);
}

template <class View>
mustache::data data_of(const View& view) {
    mustache::data data{mustache::data::type::object};
    each_text(view, [&](const char* name, const std::string& text) { set(data, name, text); });
    return data;
}

template <class View>
void put_texts(JsonWriter& json, const View& view) {
    each_text(view,
              [&](const char* name, const std::string& text) { json.text_or_null(name, text); });
}

void put_moment(JsonWriter& json, const char* name, std::int64_t seconds) {
    json.text_or_null(name, seconds > 0 ? iso_utc(seconds * kMs) : "");
}

mustache::data chip_list(const std::vector<ChipView>& chips, std::size_t most) {
    mustache::data list{mustache::data::type::list};
    for (std::size_t i = 0; i < std::min(chips.size(), most); ++i) {
        list.push_back(data_of(chips[i]));
    }
    return list;
}

mustache::data road_data(const RoadView& road, bool stale, const LocalClock& clock) {
    mustache::data data{mustache::data::type::object};
    set(data, "id", road.id);
    set(data, "name", road.name);
    set(data, "old", stale);
    data.set("conditions", chip_list(road.conditions, road.conditions.size()));
    set_moment(data, "updated_iso", "updated", road.updated_at, clock);
    return data;
}

void put_chips(JsonWriter& json, const char* name, const std::vector<ChipView>& chips) {
    json.begin_array(name);
    for (const ChipView& chip : chips) {
        json.begin_object();
        put_texts(json, chip);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

void set_facts(mustache::data& page, const GroupFacts& facts, const LocalClock& clock) {
    const std::vector<ChipView> chips = status_chips(facts);
    const std::vector<ChipView> events = event_chips(facts);
    const std::vector<RoadView> roads = road_views(facts);
    page.set("chips", chip_list(chips, chips.size()));
    page.set("event_chips", chip_list(events, kEventChips));
    set(page, "more_events",
        events.size() > kEventChips ? std::to_string(events.size() - kEventChips) : std::string{});
    set(page, "event_count", std::to_string(events.size()));
    set(page, "events_old", facts.events_stale);
    set(page, "has_chips", !chips.empty() || !events.empty());
    mustache::data list{mustache::data::type::list};
    for (const RoadView& road : roads) {
        list.push_back(road_data(road, facts.roads_stale, clock));
    }
    page.set("roads", list);
    set(page, "has_roads", !roads.empty());
}

void set_weather(mustache::data& data, const std::optional<WeatherView>& weather,
                 const LocalClock& clock) {
    if (!weather) {
        data.set("weather", mustache::data{false});
        return;
    }
    mustache::data item = data_of(*weather);
    set_moment(item, "observed_iso", "observed", weather->observed_at, clock);
    mustache::data readings{mustache::data::type::list};
    for (const Reading& reading : weather->readings) {
        mustache::data one{mustache::data::type::object};
        set(one, "label", reading.label);
        set(one, "value", reading.value);
        readings.push_back(one);
    }
    item.set("readings", readings);
    data.set("weather", item);
}

void put_facts(JsonWriter& json, const GroupFacts& facts) {
    json.begin_object("facts");
    put_chips(json, "chips", status_chips(facts));
    put_chips(json, "events", event_chips(facts));
    json.boolean("events_old", facts.events_stale);
    json.begin_array("roads");
    for (const RoadView& road : road_views(facts)) {
        json.begin_object();
        json.text("id", road.id);
        json.text("name", road.name);
        put_chips(json, "conditions", road.conditions);
        put_moment(json, "updated_at", road.updated_at);
        json.boolean("old", facts.roads_stale);
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

void put_weather(JsonWriter& json, const std::optional<WeatherView>& weather) {
    if (!weather) {
        json.null("weather");
        return;
    }
    json.begin_object("weather");
    put_texts(json, *weather);
    put_moment(json, "observed_at", weather->observed_at);
    json.end_object();
}

}  // namespace livecam::pages
