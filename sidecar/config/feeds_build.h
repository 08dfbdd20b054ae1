// The settings in feeds.h, from a document that the schema has accepted.
#pragma once

#include <string>

#include "sidecar/config/config.h"
#include "sidecar/config/json.h"
#include "sidecar/config/load.h"

namespace livecam::config {

Feeds build_feeds(const Json& json);
RoadFilter build_road_filter(const Json& json);

/// Feeds' groups that do not exist, ids of JSON feeds that are taken.
Problems check_feeds(const Config& config);

/// Reads the keys. A feed whose file is not there is off, which a warning says; a file that holds
/// no key is a problem. Names are looked up as in reach_files.h.
Problems read_feed_keys(Config& config, const std::string& directory);

}  // namespace livecam::config
