#include "sidecar/pages/facts_view.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace livecam::pages {
namespace {

constexpr std::size_t kMaxEventLabel = 40;  // characters

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return out;
}

/// "no rating" → "No rating".
std::string capitalized(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

/// By the number, or else by the word.
std::string danger_level(const AvalancheDanger& danger) {
    constexpr std::array<const char*, 6> kLevels = {"none",         "low",  "moderate",
                                                    "considerable", "high", "high"};
    if (danger.level >= 1 && danger.level <= 5) {
        return kLevels[static_cast<std::size_t>(danger.level)];
    }
    const std::string word = lower(danger.danger);
    for (const char* level : {"low", "moderate", "considerable", "high"}) {
        if (word == level) {
            return level;
        }
    }
    return word == "extreme" ? "high" : "none";
}

bool is_trouble(const std::string& status) {
    const std::string word = lower(status);
    return word.find("full") != std::string::npos || word.find("closed") != std::string::npos ||
           word == "limited";
}

void add_resort(std::vector<ChipView>& chips, const ResortStatus& resort) {
    const auto add = [&](const char* kind, const std::string& what, const std::string& status,
                         const std::string& message) {
        if (!status.empty()) {
            chips.push_back({std::string(kind) + "-chip", kind,
                             resort.label + " " + what + ": " + status,
                             is_trouble(status) ? "warn" : "plain", resort.link, message});
        }
    };
    add("parking", "park", resort.parking_status, resort.parking_message);
    add("road", "road", resort.road_status, resort.road_message);
}

/// The first `count` characters of UTF-8, and "…" for the rest.
std::string shortened(const std::string& text, std::size_t count) {
    std::size_t characters = 0;
    std::size_t cut = 0;  // where the last character that stays begins
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) {
            continue;
        }
        if (++characters == count) {
            cut = i;
        }
        if (characters > count) {
            return text.substr(0, cut) + "\u2026";
        }
    }
    return text;
}

bool is_grave(const Event& event) {
    const std::string severity = lower(event.severity);
    constexpr std::array<std::string_view, 4> kGrave = {"high", "severe", "critical", "major"};
    return event.is_full_closure || std::ranges::find(kGrave, severity) != kGrave.end();
}

ChipView condition(const char* kind, const std::string& text, const char* level) {
    return {"", kind, text, level, "", ""};
}

bool is_no_restriction(const std::string& text) {
    const std::string word = lower(text);
    return word.empty() || word == "none" || word == "no restrictions" || word == "n/a";
}

}  // namespace

std::vector<ChipView> status_chips(const GroupFacts& facts) {
    std::vector<ChipView> chips;
    if (facts.danger) {
        const AvalancheDanger& danger = *facts.danger;
        chips.push_back({"avalanche-chip", "avalanche",
                         danger.label + ": " + capitalized(danger.danger), danger_level(danger),
                         danger.link, danger.advice});
    }
    if (facts.resort) {
        add_resort(chips, *facts.resort);
    }
    for (const CustomChip& chip : facts.chips) {
        const std::string label = chip.label.empty() ? chip.text : chip.label + ": " + chip.text;
        chips.push_back({"chip-" + chip.id, "custom", label, chip.level, chip.link, ""});
    }
    return chips;
}

std::vector<ChipView> event_chips(const GroupFacts& facts) {
    std::vector<ChipView> chips;
    for (const Event& event : facts.events) {
        const std::string& label = event.name.empty() ? event.description : event.name;
        chips.push_back({"event-" + event.id, "event", shortened(label, kMaxEventLabel),
                         is_grave(event) ? "warn" : "plain", "", event.description});
    }
    return chips;
}

std::vector<RoadView> road_views(const GroupFacts& facts) {
    std::vector<RoadView> views;
    for (const RoadCondition& road : facts.roads) {
        RoadView view;
        view.id = std::to_string(road.id);
        view.name = road.roadway_name;
        view.updated_at = road.last_updated;
        if (!road.road_condition.empty()) {
            view.conditions.push_back(condition("road", road.road_condition, "plain"));
        }
        if (!road.weather_condition.empty()) {
            view.conditions.push_back(condition("weather", road.weather_condition, "plain"));
        }
        const bool free = is_no_restriction(road.restriction);
        view.conditions.push_back(
            condition("restriction", free ? "none" : road.restriction, free ? "muted" : "warn"));
        views.push_back(std::move(view));
    }
    return views;
}

}  // namespace livecam::pages
