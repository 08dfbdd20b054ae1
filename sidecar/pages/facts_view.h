// Facts as people see them: chips and road cards, in words. The same for pages and for their JSON.
#pragma once

#include <string>
#include <vector>

#include "sidecar/pages/facts.h"

namespace livecam::pages {

/// One short line in a coloured box.
struct ChipView {
    std::string id;  // unique on its page
    std::string
        kind;  // "avalanche", "parking", "road", "weather", "restriction", "event", "custom"
    std::string label;  // "UAC: Considerable"
    std::string level;  // "plain", "muted", "good", "warn", "alert"; of an avalanche chip "none",
                        // "low", "moderate", "considerable", "high"
    std::string href;   // may be empty
    std::string title;  // more words; may be empty
};

/// What is said of one road.
struct RoadView {
    std::string id;
    std::string name;
    std::vector<ChipView> conditions;
    std::int64_t updated_at = 0;  // seconds since the epoch; 0: not known
};

/// Avalanche danger, parking, road status, and what JSON feeds say.
std::vector<ChipView> status_chips(const GroupFacts& facts);

/// One for each event, the most recent last.
std::vector<ChipView> event_chips(const GroupFacts& facts);

std::vector<RoadView> road_views(const GroupFacts& facts);

}  // namespace livecam::pages
