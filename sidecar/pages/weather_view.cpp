#include "sidecar/pages/weather_view.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace livecam::pages {
namespace {

using config::Units;
using Text = WeatherStation::Text;

constexpr double kKilometersPerMile = 1.609344;
constexpr double kSnowBelow = 35;  // °F
constexpr double kMixedUpTo = 40;

/// The number that a text is, if it is one to the end.
std::optional<double> number(const Text& text) {
    if (!text || text->empty()) {
        return std::nullopt;
    }
    char* end = nullptr;
    const double value = std::strtod(text->c_str(), &end);
    const bool whole = end != text->c_str() && *end == '\0' && std::isfinite(value);
    return whole ? std::optional(value) : std::nullopt;
}

/// U+2212 for minus: a hyphen would be read and broken as one.
std::string rounded(double value) {
    const long whole = std::lround(std::clamp(value, -9999.0, 9999.0));
    return (whole < 0 ? "\u2212" : "") + std::to_string(std::labs(whole));
}

std::string temperature(const Text& fahrenheit, Units units) {
    const auto value = number(fahrenheit);
    if (!value) {
        return {};
    }
    return units == Units::kUs ? rounded(*value) + "\u00B0F"
                               : rounded((*value - 32) * 5 / 9) + "\u00B0C";
}

std::string speed(const Text& mph, Units units) {
    const auto value = number(mph);
    if (!value) {
        return {};
    }
    return units == Units::kUs ? rounded(*value) + " mph"
                               : rounded(*value * kKilometersPerMile) + " km/h";
}

/// Of degrees or of what the station calls it.
std::string direction(const Text& text) {
    const auto degrees = number(text);
    return degrees ? compass(*degrees) : text.value_or("");
}

std::string precipitation(const WeatherStation& station) {
    std::string word = station.precipitation.value_or("");
    std::ranges::transform(word, word.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto amount = number(word);
    constexpr std::array<std::string_view, 6> kNothing = {"",    "none", "no",
                                                          "n/a", "dry",  "no precipitation"};
    if (std::ranges::find(kNothing, word) != kNothing.end() || (amount && *amount <= 0)) {
        return {};
    }
    const auto air = number(station.air_temperature);
    return !air || *air > kMixedUpTo ? "rain" : *air < kSnowBelow ? "snow" : "mixed";
}

}  // namespace

std::string compass(double degrees) {
    constexpr std::array<const char*, 16> kPoints = {"N",  "NNE", "NE", "ENE", "E",  "ESE",
                                                     "SE", "SSE", "S",  "SSW", "SW", "WSW",
                                                     "W",  "WNW", "NW", "NNW"};
    const double turn = std::fmod(std::fmod(degrees, 360.0) + 360.0, 360.0);
    return kPoints[static_cast<std::size_t>(std::floor(turn / 22.5 + 0.5)) % kPoints.size()];
}

std::optional<WeatherView> weather_view(const Weather& weather, Units units) {
    if (!weather) {
        return std::nullopt;
    }
    const WeatherStation& station = *weather;
    WeatherView view;
    view.temperature = temperature(station.air_temperature, units);
    view.wind = speed(station.wind_speed_avg, units);
    const std::string from = direction(station.wind_direction);
    if (!view.wind.empty() && !from.empty() && number(station.wind_speed_avg) != 0.0) {
        view.wind += " " + from;
    }
    view.surface = station.surface_status.value_or("");
    view.precipitation = precipitation(station);
    view.station = station.name;
    view.observed_at = station.last_updated;
    const auto add = [&view](const char* label, std::string value) {
        if (!value.empty()) {
            view.readings.push_back({label, std::move(value)});
        }
    };
    add("Air", view.temperature);
    add("Surface", temperature(station.surface_temp, units));
    add("Status", view.surface);
    add("Wind", view.wind);
    add("Gust", speed(station.wind_speed_gust, units));
    add("Precipitation", view.precipitation);
    const auto humidity = number(station.relative_humidity);
    add("Humidity", humidity ? rounded(*humidity) + " %" : std::string{});
    add("Dew point", temperature(station.dewpoint_temp, units));
    if (view.readings.empty()) {
        return std::nullopt;
    }
    return view;
}

}  // namespace livecam::pages
