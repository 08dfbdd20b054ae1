// Which roads and events are a group's: whole routes, so that 2100 South is not SR-210.
#pragma once

#include "sidecar/config/feeds.h"
#include "sidecar/pages/facts.h"

namespace livecam::feeds {

bool concerns(const config::RoadFilter& filter, const pages::RoadCondition& road);
bool concerns(const config::RoadFilter& filter, const pages::Event& event);

/// Whether a text names one of the routes or one of the names, as whole words. "SR-210", "SR 210"
/// and "State Route 210" are the same route; "I-210", "US-210" and "Highway 210" are others.
bool mentions(const config::RoadFilter& filter, std::string_view text);

}  // namespace livecam::feeds
