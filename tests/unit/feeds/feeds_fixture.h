// A configuration with every feed on, and a board that is answered by hand.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "sidecar/feeds/board.h"

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

class BoardTest : public ::testing::Test {
  protected:
    void use(const config::Config& config) { board = std::make_unique<Board>(config); }

    /// The name of the one wanted document whose name holds `part`.
    std::string name(const std::string& part) const {
        for (const fetch::Document& document : board->documents(now)) {
            if (document.name.find(part) != std::string::npos) {
                return document.name;
            }
        }
        return {};
    }
    Board::Verdict answer(const std::string& part, const std::string& body) {
        fetch::Attempt attempt;
        attempt.is_document = true;
        attempt.slug = name(part);
        attempt.outcome = fetch::Outcome::kChanged;
        attempt.document = body;
        return board->take(attempt, now);
    }
    Board::Verdict outcome(const std::string& part, fetch::Outcome outcome) {
        fetch::Attempt attempt;
        attempt.slug = name(part);
        attempt.outcome = outcome;
        attempt.reason = Reason::kTimeout;
        return board->take(attempt, now);
    }
    pages::GroupFacts facts(const std::string& group) { return board->facts(now)->of(group); }

    std::int64_t now = kNow;
    std::unique_ptr<Board> board = std::make_unique<Board>(all_on());
};

}  // namespace livecam::feeds
