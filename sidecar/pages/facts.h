// What is known of a group's surroundings: the answer of /api/canyon/<ID>/udot. Feeds fill it in;
// without any, it says that nothing is known.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace livecam::pages {

/// Field by field what lcc.live's clients decode; none of them may be null.
struct RoadCondition {
    std::int64_t id = 0;
    std::string source_id;
    std::string road_condition;
    std::string weather_condition;
    std::string restriction;
    std::string roadway_name;
    std::string encoded_polyline;
    std::int64_t last_updated = 0;  // seconds since the epoch
};

struct GroupFacts {
    std::vector<RoadCondition> roads;
    std::int64_t updated_at =
        0;  // seconds since the epoch: the data changed; 0: there never was any
};

struct Facts {
    std::unordered_map<std::string, GroupFacts> groups;  // by the group's id

    /// A group that the snapshot does not know has no facts.
    GroupFacts of(const std::string& group) const {
        const auto found = groups.find(group);
        return found == groups.end() ? GroupFacts{} : found->second;
    }
};

/// {roadConditions[], events[], lastUpdated}: the same bytes, and so the same ETag, until the data
/// changes.
std::string facts_json(const GroupFacts& facts);

}  // namespace livecam::pages
