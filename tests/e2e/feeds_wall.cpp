#include "tests/e2e/feeds_wall.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <stdexcept>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/metrics.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

/// Whole or not at all, because the simulator reads at any moment.
void replace(const std::string& file, const std::string& text) {
    write_file(file + ".new", text);
    std::filesystem::rename(file + ".new", file);
}

std::string feeds_text(const Simulator& documents) {
    return R"("feeds": {
        "udot": {"url": ")" +
           documents.url("/document/udot") + R"(", "interval": "1s", "key_file": "udot.key"},
        "uac": {"url": ")" +
           documents.url("/document/uac") + R"(", "interval": "1s"},
        "json": [{"id": "lifts", "url": ")" +
           documents.url("/document/lifts") + R"(", "interval": "1s", "chips": [
            {"label": "Lifts", "value": "/lifts/open", "unit": "open",
             "levels": [{"at_least": 1, "level": "good"}]}]}]})";
}

}  // namespace

FeedsWall::FeedsWall() {
    publish(1);
    write_file(dir / "udot.key", std::string(kKey) + "\n");
    std::string text = config_text(
        {{"cam0", cameras_.url("/cam/0.jpg"), R"("weatherStationId": 7)"},
         {"cam1", cameras_.url("/cam/1.jpg")}},
        R"("log": {"level": "trace"}, "fetch": {"interval": "500ms", "per_host": 16}, )" +
            feeds_text(documents_));
    const std::string group = R"("id": "wall", )";
    text.insert(text.find(group) + group.size(), R"("roads": {"routes": ["SR-210"]}, )");
    write_file(dir / "cameras.json", text);
    livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path());
    if (!livecamd->wait_pictures()) {
        throw std::runtime_error("no pictures: " + livecamd->log());
    }
    nginx = std::make_unique<Nginx>(store.path());
}

void FeedsWall::publish(int generation) const {
    const std::string n = std::to_string(generation);
    const std::string now = std::to_string(std::time(nullptr));
    replace(files_ / "roadconditions",
            R"([{"Id": "1", "RoadwayName": "SR-210", "RoadCondition": "Road )" + n + R"("},
                {"Id": 2, "RoadwayName": "2100 South", "RoadCondition": "Elsewhere"}])");
    replace(files_ / "event",
            R"([{"ID": 1, "RoadwayName": "SR-210", "Name": "Event )" + n + "\"}]");
    replace(files_ / "weatherstations", R"([{"Id": 7, "StationName": "Pass", "AirTemperature": ")" +
                                            n + R"(", "LastUpdated": )" + now + "}]");
    replace(
        files_ / "uac",
        R"({"features": [{"properties": {"name": "Salt Lake", "danger": "grade )" + n + "\"}}]}");
    replace(files_ / "lifts", R"({"lifts": {"open": )" + n + "}}");
}

bool FeedsWall::shows(const FeedCase& feed, int generation) const {
    const std::string name = feed.document;
    const std::string n = std::to_string(generation);
    const auto has = [this](const char* path, const std::string& text) {
        return body(path).find(text) != std::string::npos;
    };
    constexpr char kRoads[] = "/api/canyon/WALL/udot";
    if (name == "roadconditions") {
        return has(kRoads, "\"RoadCondition\":\"Road " + n + "\"") &&
               has("/wall", ">Road " + n + "<");
    }
    if (name == "event") {
        return has(kRoads, "\"Name\":\"Event " + n + "\"") && has("/wall", ">Event " + n + "<");
    }
    if (name == "weatherstations") {
        return has(kRoads, "\"AirTemperature\":\"" + n + "\"") &&
               has("/camera/cam0.json", "\"AirTemperature\":\"" + n + "\"") &&
               has("/api/state.json", "\"AirTemperature\":\"" + n + "\"") &&
               has("/wall", ">" + n + "\u00b0F<");
    }
    if (name == "uac") {
        return has(kRoads, "\"danger\":\"grade " + n + "\"") &&
               has("/wall", ">UAC: Grade " + n + "<");
    }
    return has("/wall", ">Lifts: " + n + " open<");
}

bool FeedsWall::shows_all(int generation) const {
    return std::ranges::all_of(kFeedCases,
                               [&](const FeedCase& feed) { return shows(feed, generation); });
}

double FeedsWall::fetches(const FeedCase& feed, const std::string& result) const {
    return value(scrape(nginx->url("")), std::string("livecam_feed_fetches_total{feed=\"") +
                                             feed.feed + "\",result=\"" + result + "\"}");
}

bool FeedsWall::pictures_go_on() const {
    return std::ranges::all_of(std::array{"cam0", "cam1"}, [&](const std::string& camera) {
        const std::string path = nginx->url("/image/" + camera);
        const std::string before = get(path).header("etag");
        return until([&] {
            const Response now = get(path);
            return now.status == 200 && now.header("etag") != before &&
                   states(store.path())[camera].state == "live";
        });
    });
}

}  // namespace livecam::e2e
