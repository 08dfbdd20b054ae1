// Mountain stations of synopticdata.com, all in one request: STATION[].OBSERVATIONS has
// "<variable>_value_1" (measured) or "_value_1d" (derived), each with value and date_time.
#include <array>
#include <unordered_map>

#include "sidecar/feeds/feed_list.h"
#include "sidecar/feeds/json.h"
#include "sidecar/feeds/stids.h"
#include "sidecar/pages/weather_view.h"

namespace livecam::feeds {
namespace {

using pages::WeatherStation;

struct Variable {
    const char* name;
    WeatherStation::Text WeatherStation::*field;
};
constexpr std::array kVariables = {
    Variable{"air_temp", &WeatherStation::air_temperature},
    Variable{"relative_humidity", &WeatherStation::relative_humidity},
    Variable{"dew_point_temperature", &WeatherStation::dewpoint_temp},
    Variable{"wind_speed", &WeatherStation::wind_speed_avg},
    Variable{"wind_gust", &WeatherStation::wind_speed_gust},
    Variable{"wind_direction", &WeatherStation::wind_direction},
};

struct Measure {
    WeatherStation::Text WeatherStation::*field;
    std::string value;
    std::int64_t at;
};

struct Station {
    WeatherStation station;  // without measures
    std::vector<Measure> measures;
};

const Json* newest_of(const Json& observations, const std::string& variable) {
    const Json* measured = member(observations, (variable + "_value_1").c_str());
    return measured != nullptr ? measured : member(observations, (variable + "_value_1d").c_str());
}

Station station_of(const Json& item, const std::string& stid) {
    Station found;
    found.station.source = "synoptic";
    found.station.camera_source_id = stid;
    found.station.name = text(item, "NAME");
    found.station.latitude = real(item, "LATITUDE");
    found.station.longitude = real(item, "LONGITUDE");
    const Json* observations = member(item, "OBSERVATIONS");
    for (const Variable& variable : kVariables) {
        const Json* newest = observations ? newest_of(*observations, variable.name) : nullptr;
        const auto value = newest ? optional_text(*newest, "value") : std::nullopt;
        if (!value) {
            continue;
        }
        const bool direction = variable.field == &WeatherStation::wind_direction;
        const auto degrees = direction ? real(*newest, "value") : std::nullopt;
        found.measures.push_back({variable.field, degrees ? pages::compass(*degrees) : *value,
                                  moment(text(*newest, "date_time"))});
    }
    return found;
}

class Synoptic final : public Feed {
  public:
    Synoptic() : Feed("synoptic") {}

    std::vector<fetch::Document> documents(const config::Config& config,
                                           std::int64_t) const override {
        std::string list;
        for (const std::string& stid : stids_of(config)) {
            list += (list.empty() ? "" : ",") + stid;
        }
        if (list.empty()) {
            return {};
        }
        const config::Feed& settings = *config.feeds.synoptic;
        fetch::Document one =
            document("latest",
                     settings.url + "?token=" + query_value(settings.key) + "&stid=" + list +
                         "&units=english&vars=air_temp,relative_humidity,wind_speed,wind_gust,"
                         "wind_direction,dew_point_temperature&within=180",
                     settings.interval, config);
        one.secrets.insert(one.secrets.end(), {settings.key, query_value(settings.key)});
        return {one};
    }

    Expected<void> take(const std::string&, std::string_view bytes, std::int64_t) override {
        const auto document = parse_json(bytes);
        if (!document) {
            return tl::unexpected(document.error());
        }
        if (const Json* summary = member(*document, "SUMMARY")) {
            const std::int64_t code = integer(*summary, "RESPONSE_CODE");
            // The message could repeat the token: it is not repeated here.
            if (code != 0 && code != 1 && text(*summary, "RESPONSE_MESSAGE") != "OK") {
                return fail("RESPONSE_CODE " + std::to_string(code));
            }
        }
        const Json* list = member(*document, "STATION");
        if (list == nullptr || !list->IsArray()) {
            return fail("JSON without STATION");
        }
        for (const Json& item : list->GetArray()) {  // merged: one that is silent stays
            if (const std::string stid = text(item, "STID"); !stid.empty()) {
                stations_[stid] = station_of(item, stid);
            }
        }
        return {};
    }

    void merge(Draft& draft) const override {
        for (const config::Group& group : draft.config().groups) {
            for (const config::Camera& camera : group.cameras) {
                const auto found = stations_.find(stid_of(camera));
                if (found != stations_.end()) {
                    draft.offer(group.id, camera.slug, fresh(found->second, draft));
                }
            }
        }
    }

    std::size_t items() const override { return stations_.size(); }

  private:
    /// With the measures that are not too old; a gust or a direction without a wind is none.
    static WeatherStation fresh(const Station& from, Draft& draft) {
        WeatherStation station = from.station;
        for (const Measure& measure : from.measures) {
            if (draft.lasts(measure.at, draft.config().feeds.stale_after.weather)) {
                station.*measure.field = measure.value;
                station.last_updated = std::max(station.last_updated, measure.at);
            }
        }
        if (!station.wind_speed_avg) {
            station.wind_speed_gust.reset();
            station.wind_direction.reset();
        }
        return station;
    }

    std::unordered_map<std::string, Station> stations_;  // by stid
};

}  // namespace

std::unique_ptr<Feed> synoptic() {
    return std::make_unique<Synoptic>();
}

}  // namespace livecam::feeds
