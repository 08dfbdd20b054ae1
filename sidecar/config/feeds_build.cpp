#include "sidecar/config/feeds_build.h"

#include <set>

#include "sidecar/config/pointer.h"
#include "sidecar/config/units.h"
#include "sidecar/config/value_text.h"

namespace livecam::config {
namespace {

void read(const Json& json, std::string_view name, std::string& out) {
    if (const Json* value = member(json, name); value != nullptr && value->IsString()) {
        out = text_of(*value);
    }
}

void read(const Json& json, std::string_view name, std::chrono::milliseconds& out) {
    const Json* value = member(json, name);
    if (value != nullptr && value->IsString()) {
        out = parse_duration(text_of(*value)).value_or(out);
    }
}

void read(const Json& json, std::string_view name, std::vector<std::string>& out) {
    const Json* value = member(json, name);
    if (value == nullptr || !value->IsArray()) {
        return;
    }
    for (const Json& item : value->GetArray()) {
        if (item.IsString()) {
            out.emplace_back(text_of(item));
        }
    }
}

void read(const Json& json, std::string_view name, std::optional<double>& out) {
    if (const Json* value = member(json, name); value != nullptr && value->IsNumber()) {
        out = value->GetDouble();
    }
}

void read_feed(const Json& json, Feed& feed) {
    read(json, "url", feed.url);
    read(json, "interval", feed.interval);
    read(json, "groups", feed.groups);
    read(json, "label", feed.label);
    read(json, "region", feed.region);
    read(json, "key_file", feed.key_file);
}

std::optional<Feed> feed(const Json& json, std::string_view name, Feed defaults) {
    const Json* value = member(json, name);
    if (value == nullptr || !value->IsObject()) {
        return std::nullopt;
    }
    read_feed(*value, defaults);
    return defaults;
}

ChipRule chip(const Json& json) {
    ChipRule rule;
    read(json, "label", rule.label);
    read(json, "value", rule.value);
    read(json, "unit", rule.unit);
    read(json, "link", rule.link);
    if (const Json* decimals = member(json, "decimals"); decimals && decimals->IsInt()) {
        rule.decimals = decimals->GetInt();
    }
    const Json* levels = member(json, "levels");
    if (levels != nullptr && levels->IsArray()) {
        for (const Json& item : levels->GetArray()) {
            ChipLevel level;
            read(item, "at_least", level.at_least);
            read(item, "at_most", level.at_most);
            if (std::string equals; member(item, "equals") != nullptr) {
                read(item, "equals", equals);
                level.equals = equals;
            }
            read(item, "level", level.level);
            rule.levels.push_back(std::move(level));
        }
    }
    return rule;
}

JsonFeed json_feed(const Json& json) {
    JsonFeed feed;
    read_feed(json, feed);
    read(json, "id", feed.id);
    read(json, "stale_after", feed.stale_after);
    if (const Json* chips = member(json, "chips"); chips != nullptr && chips->IsArray()) {
        for (const Json& item : chips->GetArray()) {
            feed.chips.push_back(chip(item));
        }
    }
    return feed;
}

Feed defaults(const char* url, std::chrono::milliseconds interval, const char* label = "",
              const char* region = "") {
    Feed feed;
    feed.url = url;
    feed.interval = interval;
    feed.label = label;
    feed.region = region;
    return feed;
}

}  // namespace

Feeds build_feeds(const Json& json) {
    using std::chrono::minutes;
    using std::chrono::seconds;
    Feeds feeds;
    feeds.udot =
        feed(json, "udot", defaults("https://www.udottraffic.utah.gov/api/v2", seconds(75)));
    feeds.uac = feed(json, "uac",
                     defaults("https://api.avalanche.org/v2/public/products/map-layer/UAC",
                              minutes(10), "UAC", "Salt Lake"));
    feeds.alta = feed(json, "alta", defaults("https://www.alta.com/weather", minutes(3), "Alta"));
    feeds.synoptic = feed(json, "synoptic",
                          defaults("https://api.synopticdata.com/v2/stations/latest", minutes(10)));
    feeds.nws = feed(json, "nws", defaults("https://api.weather.gov", minutes(10)));
    if (const Json* list = member(json, "json"); list != nullptr && list->IsArray()) {
        for (const Json& item : list->GetArray()) {
            feeds.json.push_back(json_feed(item));
        }
    }
    if (const Json* stale = member(json, "stale_after")) {
        read(*stale, "roads", feeds.stale_after.roads);
        read(*stale, "events", feeds.stale_after.events);
        read(*stale, "weather", feeds.stale_after.weather);
        read(*stale, "avalanche", feeds.stale_after.avalanche);
        read(*stale, "resort", feeds.stale_after.resort);
    }
    return feeds;
}

RoadFilter build_road_filter(const Json& json) {
    RoadFilter filter;
    read(json, "routes", filter.routes);
    read(json, "names", filter.names);
    read(json, "hide", filter.hide);
    return filter;
}

Problems check_feeds(const Config& config) {
    Problems problems;
    const auto check = [&](const Feed& feed, const std::string& pointer) {
        for (std::size_t i = 0; i < feed.groups.size(); ++i) {
            if (find_group(config, feed.groups[i]) == nullptr) {
                problems.push_back({{},
                                    child(pointer + "/groups", i),
                                    quoted(feed.groups[i], "groups"),
                                    "is the id of no group; correct it or add the group"});
            }
        }
    };
    const Feeds& feeds = config.feeds;
    for (const auto& [name, one] : {std::pair{"udot", &feeds.udot}, std::pair{"uac", &feeds.uac},
                                    std::pair{"alta", &feeds.alta}}) {
        if (*one) {
            check(**one, std::string("/feeds/") + name);
        }
    }
    std::set<std::string> ids;
    for (std::size_t i = 0; i < feeds.json.size(); ++i) {
        const std::string pointer = child("/feeds/json", i);
        check(feeds.json[i], pointer);
        if (!ids.insert(feeds.json[i].id).second) {
            problems.push_back({{},
                                child(pointer, "id"),
                                quoted(feeds.json[i].id, "id"),
                                "is also the id of another JSON feed; choose another"});
        }
    }
    return problems;
}

}  // namespace livecam::config
