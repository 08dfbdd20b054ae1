// Road weather stations: …/get/weatherstations, an array; measures are texts in °F and mph, and
// may be missing, null or numbers.
#include <unordered_map>

#include "sidecar/feeds/udot.h"

namespace livecam::feeds {
namespace {

pages::WeatherStation station_of(const Json& item) {
    pages::WeatherStation station;
    station.id = integer(item, "Id");
    station.latitude = real(item, "Latitude");
    station.longitude = real(item, "Longitude");
    station.name = text(item, "StationName");
    station.camera_source = optional_text(item, "CameraSource");
    station.camera_source_id = optional_text(item, "CameraSourceId");
    station.air_temperature = optional_text(item, "AirTemperature");
    station.surface_temp = optional_text(item, "SurfaceTemp");
    station.sub_surface_temp = optional_text(item, "SubSurfaceTemp");
    station.surface_status = optional_text(item, "SurfaceStatus");
    station.relative_humidity = optional_text(item, "RelativeHumidity");
    station.dewpoint_temp = optional_text(item, "DewpointTemp");
    station.precipitation = optional_text(item, "Precipitation");
    station.wind_speed_avg = optional_text(item, "WindSpeedAvg");
    station.wind_speed_gust = optional_text(item, "WindSpeedGust");
    station.wind_direction = optional_text(item, "WindDirection");
    station.last_updated = integer(item, "LastUpdated");
    return station;
}

class UdotStations final : public UdotFeed {
  public:
    UdotStations() : UdotFeed("udot_stations", "weatherstations") {}

    Expected<void> take(const std::string&, std::string_view bytes, std::int64_t) override {
        const auto document = parse_list(bytes);
        if (!document) {
            return tl::unexpected(document.error());
        }
        stations_.clear();
        for (const Json& item : document->GetArray()) {
            if (pages::WeatherStation station = station_of(item); station.id > 0) {
                stations_[station.id] = std::move(station);
            }
        }
        return {};
    }

    void merge(Draft& draft) const override {
        for (const config::Group& group : draft.config().groups) {
            for (const config::Camera& camera : group.cameras) {
                const auto found = stations_.find(camera.weather_station_id.value_or(0));
                if (found != stations_.end()) {
                    draft.offer(group.id, camera.slug, found->second);
                }
            }
        }
    }

    std::size_t items() const override { return stations_.size(); }

  private:
    std::unordered_map<std::int64_t, pages::WeatherStation> stations_;
};

}  // namespace

std::unique_ptr<Feed> udot_stations() {
    return std::make_unique<UdotStations>();
}

}  // namespace livecam::feeds
