// Any bytes as the document of any feed: taken or refused in one line, and what is made of it is
// JSON that can be read again.
#include <rapidjson/document.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "sidecar/feeds/board.h"
#include "sidecar/pages/facts_json.h"

namespace {

using namespace livecam;

constexpr std::int64_t kNow = 1769893385;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

config::Config all_on(bool synoptic) {
    config::Config config;
    config::Group group{"lcc", "LCC", "Little", {}};
    config::Camera camera;
    camera.slug = camera.id = "peak";
    camera.weather_station_id = 7;
    camera.synoptic_stid = "CLN";
    group.cameras = {camera};
    group.roads = {{"SR-210"}, {"LCC"}, {"SR-210 hidden"}};
    config.groups = {group};
    config::Feed feed;
    feed.url = "https://feed.example";
    feed.key = "key";
    feed.region = "Salt Lake";
    config.feeds.udot = config.feeds.uac = config.feeds.alta = config.feeds.nws = feed;
    if (synoptic) {
        config.feeds.synoptic = feed;
    }
    config::JsonFeed json;
    json.id = "json";
    json.url = feed.url;
    json.chips = {{"a", "/a", "u", "", 2, {{1.0, 2.0, {}, "good"}}}, {"b", "/b/0", "", "", 0, {}}};
    config.feeds.json = {json};
    return config;
}

void check(const pages::FactsPtr& facts, const config::Config& config) {
    const std::string text = pages::facts_json(config.groups[0], facts->of("lcc"));
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
    require(!document.HasParseError() && document["roadConditions"].IsArray());
}

}  // namespace

/// The first byte chooses the document.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const config::Config config = all_on(data[0] % 16 >= 8);
    feeds::Board board(config);
    const auto documents = board.documents(kNow);
    fetch::Attempt attempt;
    attempt.is_document = true;
    attempt.outcome = fetch::Outcome::kChanged;
    attempt.slug = documents[data[0] % 8 % documents.size()].name;
    attempt.document.assign(reinterpret_cast<const char*>(data + 1), size - 1);
    const auto verdict = board.take(attempt, kNow);
    require(verdict.feed != nullptr && verdict.good == verdict.detail.empty());
    require(verdict.detail.size() < 400);
    check(board.facts(kNow), config);
    check(board.facts(kNow + 100'000), config);
    return 0;
}
