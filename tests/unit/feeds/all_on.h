// A configuration with every feed on, but for Synoptic, which takes the place of NWS.
#pragma once

#include "sidecar/config/config.h"

namespace livecam::feeds {

inline constexpr std::int64_t kNow = 1769893385;  // 2026-01-31T21:03:05Z

inline config::Config all_on() {
    config::Config config;
    config::Group lcc{"lcc", "LCC", "Little", {}};
    config::Camera camera;
    camera.slug = camera.id = "peak";
    camera.weather_station_id = 7;
    camera.synoptic_stid = " cln ";
    lcc.cameras = {camera};
    lcc.roads = {{"SR-210"}, {"Little Cottonwood", "LCC"}, {"SR-210 hidden"}};
    config::Group bcc{"bcc", "BCC", "Big", {}};
    bcc.roads = {{"SR-190"}, {"Big Cottonwood", "BCC"}, {}};
    config.groups = {lcc, bcc};
    const auto feed = [](const char* url) {
        config::Feed feed;
        feed.url = url;
        return feed;
    };
    config.feeds.udot = feed("https://udot.example/api");
    config.feeds.udot->key = "k3y/&";
    config.feeds.uac = feed("https://uac.example/map");
    config.feeds.uac->region = "Salt Lake";
    config.feeds.uac->label = "UAC";
    config.feeds.alta = feed("https://alta.example/weather");
    config.feeds.alta->groups = {"lcc"};
    config.feeds.alta->label = "Alta";
    config.feeds.nws = feed("https://nws.example");
    config::JsonFeed json;
    json.id = "lifts";
    json.url = "https://lifts.example/";
    json.groups = {"bcc"};
    json.chips = {{"Lifts", "/open", "open", "", 0, {{5.0, {}, {}, "good"}, {{}, {}, {}, "warn"}}},
                  {"Road", "/road", "", "", 0, {{{}, {}, "closed", "alert"}}}};
    config.feeds.json = {json};
    return config;
}

/// With Synoptic in its place.
inline config::Config all_on_with_synoptic() {
    config::Config config = all_on();
    config.feeds.synoptic = config::Feed{};
    config.feeds.synoptic->url = "https://synoptic.example/latest";
    config.feeds.synoptic->key = "t0ken";
    return config;
}

}  // namespace livecam::feeds
