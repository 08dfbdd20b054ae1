// What is asked beside the cameras: roads, weather, avalanche danger, parking, and any JSON.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sidecar/config/reach.h"

namespace livecam::config {

struct Feed {
    std::string url;
    std::chrono::milliseconds interval{600'000};
    std::vector<std::string> groups;  // that show it; empty: all
    std::string label;                // short, for chips
    std::string region;               // of an avalanche forecast
    std::string key_file;             // empty: none is needed
    std::string key;                  // a secret: in no message, ever; empty: there is none

    bool operator==(const Feed&) const = default;
};

/// The first that matches decides a chip's level.
struct ChipLevel {
    std::optional<double> at_least, at_most;
    std::optional<std::string> equals;  // without regard to case
    std::string level;                  // as pages::ChipView, or "hidden"

    bool operator==(const ChipLevel&) const = default;
};

struct ChipRule {
    std::string label;
    std::string value;  // a JSON Pointer (RFC 6901)
    std::string unit;
    std::string link;
    int decimals = 0;  // at most; of numbers
    std::vector<ChipLevel> levels;

    bool operator==(const ChipRule&) const = default;
};

struct JsonFeed : Feed {
    std::string id;
    std::chrono::milliseconds stale_after{3'600'000};
    std::vector<ChipRule> chips;

    bool operator==(const JsonFeed&) const = default;
};

/// How long facts count without being heard of again. Those of roads and events are then shown as
/// old, all others hidden.
struct StaleAfter {
    std::chrono::milliseconds roads{1'800'000}, events{1'800'000}, weather{7'200'000};
    std::chrono::milliseconds avalanche{129'600'000}, resort{3'600'000};
};

struct Feeds {
    std::optional<Feed> udot, uac, alta, synoptic, nws;  // not there: off
    std::vector<JsonFeed> json;
    StaleAfter stale_after;
    Reach reach;  // fetch's: how they are reached
};

/// Which of the road authority's roads and events are a group's.
struct RoadFilter {
    std::vector<std::string> routes;  // whole: "SR-210"
    std::vector<std::string> names;   // words: "Little Cottonwood"
    std::vector<std::string> hide;    // names of roads, exactly

    bool operator==(const RoadFilter&) const = default;
};

}  // namespace livecam::config
