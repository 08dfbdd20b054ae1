// Facts as templates and the pages' JSON take them; html/README.md lists the names.
#pragma once

#include <kainjow/mustache.hpp>
#include <optional>

#include "sidecar/json_writer.h"
#include "sidecar/pages/facts.h"
#include "sidecar/pages/local_time.h"
#include "sidecar/pages/weather_view.h"

namespace livecam::pages {

/// Sets chips, event_chips, more_events, roads and what says whether there are any.
void set_facts(kainjow::mustache::data& page, const GroupFacts& facts, const LocalClock& clock);

/// Sets weather: of a tile, or of a camera's page.
void set_weather(kainjow::mustache::data& data, const std::optional<WeatherView>& weather,
                 const LocalClock& clock);

/// The member "facts" of a group's JSON: {chips[], events[], roads[]}, for a page that is open.
void put_facts(JsonWriter& json, const GroupFacts& facts);

/// The member "weather" of a camera's JSON; null if nothing is known.
void put_weather(JsonWriter& json, const std::optional<WeatherView>& weather);

}  // namespace livecam::pages
