// /api/canyon/<ID>/udot, as lcc.live's clients read it.
#pragma once

#include <string>

#include "sidecar/config/config.h"
#include "sidecar/json_writer.h"
#include "sidecar/pages/facts.h"

namespace livecam::pages {

/// {roadConditions[], weatherStations{}, events[], avalancheDanger, altaStatus, lastUpdated}: the
/// same bytes, and so the same ETag, until the data changes. weatherStations (by the camera's id),
/// avalancheDanger and altaStatus are left out where there are none.
std::string facts_json(const config::Group& group, const GroupFacts& facts);

/// A station, without the braces: nulls are written, as lcc.live does.
void put_station(JsonWriter& json, const WeatherStation& station);

}  // namespace livecam::pages
