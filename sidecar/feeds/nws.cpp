// The same stations by the National Weather Service, one document each; the pool's cap for an
// origin keeps that polite. What a station is called is asked once a day.
#include <cstdio>
#include <unordered_map>

#include "sidecar/feeds/feed_list.h"
#include "sidecar/feeds/json.h"
#include "sidecar/feeds/stids.h"
#include "sidecar/pages/weather_view.h"

namespace livecam::feeds {
namespace {

using pages::WeatherStation;

constexpr std::int64_t kNameLasts = 24 * 3600;
constexpr const char* kMeta = "station/";
constexpr const char* kLatest = "latest/";

WeatherStation::Text printed(const char* format, std::optional<double> value) {
    if (!value) {
        return std::nullopt;
    }
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, format, *value);
    return buffer;
}

struct Quantity {
    std::optional<double> value;
    std::string unit;
};

/// {"unitCode": "wmoUnit:degC", "value": 10}
Quantity quantity(const Json& properties, const char* name) {
    const Json* item = member(properties, name);
    if (item == nullptr) {
        return {};
    }
    return {real(*item, "value"), text(*item, "unitCode")};
}

WeatherStation::Text fahrenheit(Quantity from) {
    if (from.value && from.unit.ends_with(":K")) {
        *from.value -= 273.15;
    } else if (from.value && from.unit.ends_with(":degF")) {
        return printed("%.1f", from.value);
    }
    return printed("%.1f", from.value ? std::optional(*from.value * 9 / 5 + 32) : std::nullopt);
}

WeatherStation::Text mph(Quantity from) {
    const auto is = [&from](const char* unit) { return from.unit.ends_with(unit); };
    const double factor = is("km_h-1")   ? 0.621371
                          : is("mi_h")   ? 1
                          : is("mi_h-1") ? 1
                          : is("kn")     ? 1.15078
                          : is("kt")     ? 1.15078
                                         : 2.236936;
    return printed("%.1f", from.value ? std::optional(*from.value * factor) : std::nullopt);
}

struct Name {
    std::string text;
    std::optional<double> latitude, longitude;
    std::int64_t learned_at = 0;
};

class Nws final : public Feed {
  public:
    Nws() : Feed("nws") {}

    std::vector<fetch::Document> documents(const config::Config& config,
                                           std::int64_t now) const override {
        const config::Feed& settings = *config.feeds.nws;
        std::vector<fetch::Document> all;
        for (const std::string& stid : stids_of(config)) {
            const std::string station = settings.url + "/stations/" + stid;
            all.push_back(document(kLatest + stid, station + "/observations/latest",
                                   settings.interval, config));
            const auto known = names_.find(stid);
            if (known == names_.end() || now - known->second.learned_at >= kNameLasts) {
                all.push_back(document(kMeta + stid, station, settings.interval, config));
            }
        }
        for (fetch::Document& one : all) {
            one.reach.headers.push_back({"Accept", "application/geo+json"});
        }
        return all;
    }

    Expected<void> take(const std::string& name, std::string_view bytes,
                        std::int64_t now) override {
        const auto document = parse_json(bytes);
        if (!document) {
            return tl::unexpected(document.error());
        }
        const Json* properties = member(*document, "properties");
        if (properties == nullptr) {
            return fail("JSON without properties");
        }
        const std::string rest = name.substr(prefix().size());
        if (rest.starts_with(kMeta)) {
            learn_name(rest.substr(std::string_view(kMeta).size()), *document, *properties, now);
        } else {
            learn(rest.substr(std::string_view(kLatest).size()), *properties);
        }
        return {};
    }

    void merge(Draft& draft) const override {
        for (const config::Group& group : draft.config().groups) {
            for (const config::Camera& camera : group.cameras) {
                const std::string stid = stid_of(camera);
                const auto found = stations_.find(stid);
                if (found == stations_.end()) {
                    continue;
                }
                WeatherStation station = found->second;
                if (const auto name = names_.find(stid); name != names_.end()) {
                    station.name = name->second.text;
                    station.latitude = name->second.latitude;
                    station.longitude = name->second.longitude;
                }
                draft.offer(group.id, camera.slug, station);
            }
        }
    }

    std::size_t items() const override { return stations_.size(); }

  private:
    void learn_name(const std::string& stid, const Json& document, const Json& properties,
                    std::int64_t now) {
        Name name;
        name.text = text(properties, "name");
        name.learned_at = now;
        const Json* geometry = member(document, "geometry");
        const Json* at = geometry != nullptr ? member(*geometry, "coordinates") : nullptr;
        if (at != nullptr && at->IsArray() && at->Size() >= 2 && (*at)[0].IsNumber() &&
            (*at)[1].IsNumber()) {
            name.longitude = (*at)[0].GetDouble();
            name.latitude = (*at)[1].GetDouble();
        }
        names_[stid] = std::move(name);
    }

    void learn(const std::string& stid, const Json& properties) {
        WeatherStation station;
        station.source = "nws";
        station.camera_source_id = stid;
        station.name = stid;
        station.last_updated = moment(text(properties, "timestamp"));
        station.air_temperature = fahrenheit(quantity(properties, "temperature"));
        station.dewpoint_temp = fahrenheit(quantity(properties, "dewpoint"));
        station.relative_humidity = printed("%.0f", quantity(properties, "relativeHumidity").value);
        station.wind_speed_avg = mph(quantity(properties, "windSpeed"));
        station.wind_speed_gust = mph(quantity(properties, "windGust"));
        if (const auto degrees = quantity(properties, "windDirection").value) {
            station.wind_direction = pages::compass(*degrees);
        }
        stations_[stid] = std::move(station);
    }

    std::unordered_map<std::string, WeatherStation> stations_;  // by stid
    std::unordered_map<std::string, Name> names_;
};

}  // namespace

std::unique_ptr<Feed> nws() {
    return std::make_unique<Nws>();
}

}  // namespace livecam::feeds
