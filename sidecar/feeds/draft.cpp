#include "sidecar/feeds/draft.h"

#include <algorithm>
#include <utility>

namespace livecam::feeds {
namespace {

bool measures(const pages::WeatherStation& station) {
    return station.air_temperature || station.surface_temp || station.surface_status ||
           station.relative_humidity || station.dewpoint_temp || station.precipitation ||
           station.wind_speed_avg || station.wind_speed_gust;
}

}  // namespace

bool Draft::lasts_until(std::int64_t end) {
    if (end <= now_) {
        return false;
    }
    next_turn_ = std::min(next_turn_, end);
    return true;
}

bool Draft::lasts(std::int64_t since, std::chrono::milliseconds span) {
    return since > 0 && lasts_until(since + span.count() / 1000 + 1);
}

void Draft::offer(const std::string& group, const std::string& slug,
                  const pages::WeatherStation& station) {
    if (!measures(station) || !lasts(station.last_updated, config_.feeds.stale_after.weather)) {
        return;
    }
    pages::Weather& best = groups_[group].weather[slug];
    if (!best || best->last_updated < station.last_updated) {
        best = std::make_shared<const pages::WeatherStation>(station);
    }
}

pages::FactsPtr Draft::finish(const pages::FactsPtr& before) {
    auto facts = std::make_shared<pages::Facts>();
    bool same = before->groups.size() == config_.groups.size();
    for (const config::Group& group : config_.groups) {
        pages::GroupFacts next = std::move(groups_[group.id]);
        const auto found = before->groups.find(group.id);
        same = same && found != before->groups.end();
        const pages::GroupFacts& old = before->of(group.id);
        for (auto& [slug, weather] : next.weather) {
            const pages::Weather known = old.weather_of(slug);
            weather = known && weather && *known == *weather ? known : weather;
        }
        const bool group_same = next.same(old);
        next.updated_at = group_same ? old.updated_at : now_;
        same = same && group_same;
        facts->groups[group.id] = std::move(next);
    }
    return same ? before : facts;
}

}  // namespace livecam::feeds
