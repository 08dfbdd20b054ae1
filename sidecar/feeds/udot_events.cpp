// Events: …/get/event, an array. ID may be a text or a number; Restrictions an array, an object or
// null. An event is over at its PlannedEndDate, whatever the feed still says.
#include <algorithm>

#include "sidecar/feeds/route_filter.h"
#include "sidecar/feeds/udot.h"

namespace livecam::feeds {
namespace {

std::vector<std::string> restrictions_of(const Json& item) {
    std::vector<std::string> restrictions;
    const Json* list = member(item, "Restrictions");
    if (list != nullptr && list->IsArray()) {
        for (const Json& one : list->GetArray()) {
            if (one.IsString()) {
                restrictions.emplace_back(one.GetString(), one.GetStringLength());
            }
        }
    }
    std::ranges::sort(restrictions);
    return restrictions;
}

pages::Event event_of(const Json& item) {
    pages::Event event;
    event.id = text(item, "ID");
    event.source_id = text(item, "SourceId");
    event.organization = text(item, "Organization");
    event.roadway_name = text(item, "RoadwayName");
    event.direction_of_travel = text(item, "DirectionOfTravel");
    event.description = text(item, "Description");
    event.reported = integer(item, "Reported");
    event.last_updated = integer(item, "LastUpdated");
    event.start_date = integer(item, "StartDate");
    event.planned_end_date = integer(item, "PlannedEndDate");
    event.lanes_affected = text(item, "LanesAffected");
    event.latitude = real(item, "Latitude").value_or(0);
    event.longitude = real(item, "Longitude").value_or(0);
    event.latitude_secondary = real(item, "LatitudeSecondary").value_or(0);
    event.longitude_secondary = real(item, "LongitudeSecondary").value_or(0);
    event.event_type = text(item, "EventType");
    event.event_sub_type = text(item, "EventSubType");
    event.is_full_closure = truth(item, "IsFullClosure");
    event.severity = text(item, "Severity");
    event.comment = text(item, "Comment");
    event.encoded_polyline = text(item, "EncodedPolyline");
    event.restrictions = restrictions_of(item);
    event.detour_polyline = text(item, "DetourPolyline");
    event.detour_instructions = text(item, "DetourInstructions");
    event.recurrence = text(item, "Recurrence");
    event.recurrence_schedules = text(item, "RecurrenceSchedules");
    event.name = text(item, "Name");
    event.event_category = text(item, "EventCategory");
    event.location = text(item, "Location");
    event.county = text(item, "County");
    event.mp_start = text(item, "MPStart");
    event.mp_end = text(item, "MPEnd");
    return event;
}

class UdotEvents final : public UdotFeed {
  public:
    UdotEvents() : UdotFeed("udot_events", "event") {}

    Expected<void> take(const std::string&, std::string_view bytes, std::int64_t) override {
        const auto document = parse_list(bytes);
        if (!document) {
            return tl::unexpected(document.error());
        }
        events_.clear();
        for (const Json& item : document->GetArray()) {
            if (pages::Event event = event_of(item); !event.id.empty()) {
                events_.push_back(std::move(event));
            }
        }
        std::ranges::stable_sort(events_, {}, &pages::Event::id);
        return {};
    }

    void merge(Draft& draft) const override {
        const bool fresh = draft.lasts(reached_at(), draft.config().feeds.stale_after.events);
        for (const config::Group& group : draft.config().groups) {
            if (!shown_in(*draft.config().feeds.udot, group.id)) {
                continue;
            }
            pages::GroupFacts& facts = draft.group(group.id);
            for (const pages::Event& event : events_) {
                const bool endless = event.planned_end_date <= 0;
                if (concerns(group.roads, event) &&
                    (endless || draft.lasts_until(event.planned_end_date))) {
                    facts.events.push_back(event);
                }
            }
            facts.events_stale = !fresh && !facts.events.empty();
        }
    }

    std::size_t items() const override { return events_.size(); }

  private:
    std::vector<pages::Event> events_;
};

}  // namespace

std::unique_ptr<Feed> udot_events() {
    return std::make_unique<UdotEvents>();
}

}  // namespace livecam::feeds
