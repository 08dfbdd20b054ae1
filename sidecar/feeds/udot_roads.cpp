// Road conditions: …/get/roadconditions, an array of
// {Id, SourceId, RoadCondition, WeatherCondition, Restriction, RoadwayName, EncodedPolyline,
// LastUpdated}; Id may be a text.
#include "sidecar/feeds/route_filter.h"
#include "sidecar/feeds/udot.h"

namespace livecam::feeds {
namespace {

class UdotRoads final : public UdotFeed {
  public:
    UdotRoads() : UdotFeed("udot_roads", "roadconditions") {}

    Expected<void> take(const std::string&, std::string_view bytes, std::int64_t) override {
        const auto document = parse_list(bytes);
        if (!document) {
            return tl::unexpected(document.error());
        }
        roads_.clear();
        for (const Json& item : document->GetArray()) {
            pages::RoadCondition road;
            road.id = integer(item, "Id");
            road.source_id = text(item, "SourceId");
            road.road_condition = text(item, "RoadCondition");
            road.weather_condition = text(item, "WeatherCondition");
            road.restriction = text(item, "Restriction");
            road.roadway_name = text(item, "RoadwayName");
            road.encoded_polyline = text(item, "EncodedPolyline");
            road.last_updated = integer(item, "LastUpdated");
            if (!road.roadway_name.empty()) {
                roads_.push_back(std::move(road));
            }
        }
        return {};
    }

    void merge(Draft& draft) const override {
        const bool fresh = draft.lasts(reached_at(), draft.config().feeds.stale_after.roads);
        for (const config::Group& group : draft.config().groups) {
            if (!shown_in(*draft.config().feeds.udot, group.id)) {
                continue;
            }
            pages::GroupFacts& facts = draft.group(group.id);
            for (const pages::RoadCondition& road : roads_) {
                if (concerns(group.roads, road)) {
                    facts.roads.push_back(road);
                }
            }
            facts.roads_stale = !fresh && !facts.roads.empty();
        }
    }

    std::size_t items() const override { return roads_.size(); }

  private:
    std::vector<pages::RoadCondition> roads_;
};

}  // namespace

std::unique_ptr<Feed> udot_roads() {
    return std::make_unique<UdotRoads>();
}

}  // namespace livecam::feeds
