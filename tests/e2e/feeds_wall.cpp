#include "tests/e2e/feeds_wall.h"

#include <algorithm>
#include <array>
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

std::string feeds_text(const Simulator& documents, Mountain mountain) {
    const auto feed = [&](const std::string& name, const std::string& more) {
        return "\"" + name + "\": {\"url\": \"" + documents.url("/document/" + name) +
               R"(", "interval": "1s")" + more + "}";
    };
    const std::string key = R"(, "key_file": "feeds.key")";
    const std::string json = R"("json": [{"id": "lifts", "url": ")" +
                             documents.url("/document/lifts") + R"(", "interval": "1s", "chips": [
            {"label": "Lifts", "value": "/lifts/open", "unit": "open",
             "levels": [{"at_least": 1, "level": "good"}]}]}])";
    return "\"feeds\": {" + feed("udot", key) + ", " + feed("uac", "") + ", " + feed("alta", "") +
           ", " + (mountain == Mountain::kNws ? feed("nws", "") : feed("synoptic", key)) + ", " +
           json + "}";
}

std::string now_iso() {
    const std::time_t now = std::time(nullptr);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
    return text;
}

constexpr FeedCase kSynoptic = {"synoptic", "synoptic",
                                R"({"SUMMARY": [], "STATION": {"STID": "CLN"}})"};
constexpr FeedCase kNws = {"latest", "nws", R"({"properties": null})"};

}  // namespace

FeedsWall::FeedsWall(Mountain mountain)
    : mountain_(mountain),
      feeds_({{"roadconditions", "udot_roads", R"({"Id": 1, "RoadwayName": "SR-210"})"},
              {"event", "udot_events", R"("none")"},
              {"weatherstations", "udot_stations", "7"},
              {"uac", "uac", R"({"features": {"name": "Salt Lake"}})"},
              {"alta", "alta", "<script>window.Alta = {\"alerts\": {\"enabled\": true}}</script>"},
              mountain == Mountain::kNws ? kNws : kSynoptic,
              {"lifts", "json_lifts", R"({"lifts": [{"open": 1}]})"}}) {
    publish(1);
    write_file(dir / "feeds.key", std::string(kKey) + "\n");
    std::string text =
        config_text({{"cam0", cameras_.url("/cam/0.jpg"), R"("weatherStationId": 7)"},
                     {"cam1", cameras_.url("/cam/1.jpg"), R"("synopticStid": "cln")"}},
                    R"("log": {"level": "trace"}, "fetch": {"interval": "500ms", "per_host": 16,
           "timeout": "2s", "max_backoff": "2s"}, )" +
                        feeds_text(documents_, mountain));
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
    const auto write = [this](const std::string& document, const std::string& text) {
        if (!odd_.contains(document)) {
            replace(files_ / document, text);
        }
    };
    write("roadconditions",
          R"([{"Id": "1", "RoadwayName": "SR-210", "RoadCondition": "Road )" + n + R"("},
                {"Id": 2, "RoadwayName": "2100 South", "RoadCondition": "Elsewhere"}])");
    write("event", R"([{"ID": 1, "RoadwayName": "SR-210", "Name": "Event )" + n + "\"}]");
    write("weatherstations", R"([{"Id": 7, "StationName": "Pass", "AirTemperature": ")" + n +
                                 R"(", "LastUpdated": )" + now + "}]");
    write("uac",
          R"({"features": [{"properties": {"name": "Salt Lake", "danger": "grade )" + n + "\"}}]}");
    write("alta", R"(<html><script>window.Alta = {"alerts": [{"enabled": true,
                "type": "parking-status", "status": "Lot )" +
                      n + "\"}]};</script></html>");
    write((mountain_ == Mountain::kNws ? "latest" : "synoptic"), weather(generation));
    write("CLN", R"({"properties": {"name": "Collins"}})");
    write("lifts", R"({"lifts": {"open": )" + n + "}}");
}

/// At the mountain station it is fifty degrees warmer than the generation.
std::string FeedsWall::weather(int generation) const {
    const std::string n = std::to_string(50 + generation);
    if (mountain_ == Mountain::kNws) {
        return R"({"properties": {"timestamp": ")" + now_iso() +
               R"(", "temperature": {"unitCode": "wmoUnit:degF", "value": )" + n + "}}}";
    }
    return R"({"SUMMARY": {"RESPONSE_CODE": 1}, "STATION": [{"STID": "CLN", "NAME": "Collins",
        "OBSERVATIONS": {"air_temp_value_1": {"date_time": ")" +
           now_iso() + R"(", "value": )" + n + "}}}]}";
}

void FeedsWall::break_document(const FeedCase& feed, const std::string& fault) {
    odd_.erase(feed.document);
    if (fault == "odd") {
        replace(files_ / feed.document, feed.odd);
        odd_.insert(feed.document);
    }
    documents_.fault(feed.document, fault == "odd" ? "none" : fault);
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
    if (name == "alta") {
        return has(kRoads, "\"parkingStatus\":\"Lot " + n + "\"") &&
               has("/wall", ">Alta park: Lot " + n + "<");
    }
    if (name == "synoptic" || name == "latest") {
        const std::string degrees = std::to_string(50 + generation);
        return has(kRoads, "\"AirTemperature\":\"" + degrees) &&
               has("/camera/cam1.json", "\"StationName\":\"Collins\"") &&
               has("/camera/cam1.json", "\"AirTemperature\":\"" + degrees) &&
               has("/wall", ">" + degrees + "\u00b0F<");
    }
    return has("/wall", ">Lifts: " + n + " open<");
}

bool FeedsWall::shows_all(int generation) const {
    return std::ranges::all_of(feeds_,
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
