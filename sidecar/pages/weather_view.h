// A station's measures as people read them, in the site's units.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/pages/facts.h"

namespace livecam::pages {

/// One of many measures, for a page with room: "Humidity", "22 %".
struct Reading {
    std::string label;
    std::string value;
};

/// Each text may be empty: not measured.
struct WeatherView {
    std::string temperature;       // "27°F" or "−3°C"
    std::string wind;              // "12 mph SW" or "19 km/h SW"
    std::string surface;           // of the road: "Dry"
    std::string precipitation;     // "rain", "snow" or "mixed"; empty: none falls
    std::string station;           // its name
    std::int64_t observed_at = 0;  // seconds since the epoch
    std::vector<Reading> readings;
};

/// nullopt without a station, and for one that measures nothing.
std::optional<WeatherView> weather_view(const Weather& weather, config::Units units);

/// "SW" of degrees from north, clockwise, on a compass of 16 points.
std::string compass(double degrees);

}  // namespace livecam::pages
