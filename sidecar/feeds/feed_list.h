// All feeds there are, one line each.
#pragma once

#include <memory>
#include <vector>

#include "sidecar/feeds/feed.h"

namespace livecam::feeds {

/// Those that the configuration turns on.
std::vector<std::unique_ptr<Feed>> make_feeds(const config::Config& config);

std::unique_ptr<Feed> uac(const config::Feed& settings);
std::unique_ptr<Feed> alta(const config::Feed& settings);
std::unique_ptr<Feed> synoptic();
std::unique_ptr<Feed> nws();
std::unique_ptr<Feed> json_feed(const config::JsonFeed& settings);

}  // namespace livecam::feeds
