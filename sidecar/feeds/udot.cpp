#include "sidecar/feeds/udot.h"

namespace livecam::feeds {

std::vector<fetch::Document> UdotFeed::documents(const config::Config& config, std::int64_t) const {
    const config::Feed& settings = *config.feeds.udot;
    fetch::Document one = document(
        what_,
        settings.url + "/get/" + what_ + "?key=" + query_value(settings.key) + "&format=json",
        settings.interval, config);
    one.secrets.insert(one.secrets.end(), {settings.key, query_value(settings.key)});
    return {one};
}

Expected<rapidjson::Document> UdotFeed::parse_list(std::string_view bytes) {
    auto document = parse_json(bytes);
    if (document && !document->IsArray()) {
        return fail("JSON that is no array");
    }
    return document;
}

}  // namespace livecam::feeds
