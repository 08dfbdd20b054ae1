#include "sidecar/feeds/feed_list.h"

#include "sidecar/feeds/udot.h"

namespace livecam::feeds {

std::vector<std::unique_ptr<Feed>> make_feeds(const config::Config& config) {
    const config::Feeds& on = config.feeds;
    std::vector<std::unique_ptr<Feed>> feeds;
    if (on.udot && !on.udot->key.empty()) {
        feeds.push_back(udot_roads());
        feeds.push_back(udot_stations());
        feeds.push_back(udot_events());
    }
    if (on.uac) {
        feeds.push_back(uac(*on.uac));
    }
    if (on.alta) {
        feeds.push_back(alta(*on.alta));
    }
    if (on.synoptic && !on.synoptic->key.empty()) {
        feeds.push_back(synoptic());
    } else if (on.nws) {
        feeds.push_back(nws());
    }
    for (const config::JsonFeed& settings : on.json) {
        feeds.push_back(json_feed(settings));
    }
    return feeds;
}

}  // namespace livecam::feeds
