// The configuration as the rest of livecamd sees it: validated, defaulted, with slugs and ids
// resolved. Durations are milliseconds, sizes are bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sidecar/config/feeds.h"
#include "sidecar/config/reach.h"

namespace livecam::config {

using std::chrono::milliseconds;

/// kImage is fetched and shown; kIframe is shown and never fetched; kRoadStatus is fetched and kept
/// off the grid (lcc.live's "roadstatus").
enum class CameraKind { kImage, kIframe, kRoadStatus };

/// What a camera's address answers while the camera is down for longer than fetch.down_after.
enum class OnDown { kKeep, kPlaceholder, kUnavailable };

struct Camera {
    std::string slug;       // unique over all groups, [a-z0-9-]+; part of every URL
    std::string id;         // shown in JSON: the slug, or base64 of src with site.legacy_ids
    std::string name;       // for people; UTF-8, not escaped
    std::string src;        // the origin's address; never shown except for an iframe
    std::string kind_name;  // as written in the configuration: "img", "iframe", "webcam", …
    CameraKind kind = CameraKind::kImage;
    bool loads_on_click = false;  // an iframe: not before a visitor asks for it
    bool enabled = true;
    std::string credit;               // who provides the picture; may be empty
    std::string link;                 // where a reader finds more; http(s) or empty
    milliseconds interval{3000};      // fetch.interval unless the camera has its own
    bool learns_interval = false;     // "auto": `interval` is where it begins
    milliseconds min_interval{1000};  // of a learned interval, as is max_interval
    milliseconds max_interval{300'000};
    OnDown on_down = OnDown::kKeep;  // fetch.on_down unless the camera has its own
    std::optional<std::int64_t> weather_station_id;
    std::string synoptic_stid;
    Reach reach;
};

struct Group {
    std::string id;     // path segment, [a-z0-9-]+
    std::string name;   // short, for the toggle: "LCC"
    std::string title;  // long, for headings: "Little Cottonwood Canyon"
    std::vector<Camera> cameras;
    RoadFilter roads = {};
};

/// In which pages show measures: °F and mph, or °C and km/h.
enum class Units { kUs, kMetric };

struct Site {
    std::string title;
    std::string url;  // "https://host/prefix" without a trailing slash; empty: links are relative
    std::string prefix;            // the path part of url without a trailing slash: "" or "/prefix"
    std::string timezone = "UTC";  // an IANA name
    std::string language = "en";
    Units units = Units::kUs;
    bool legacy_ids = false;
    std::string hsts;                        // Strict-Transport-Security; empty: none
    std::vector<std::string> embed = {"*"};  // who may frame /embed/; empty: there is none
};

struct Store {
    std::string path = "/dev/shm/livecam";
    std::optional<std::uint64_t> max_bytes = 512ull << 20;  // nullopt: "auto", a share of the tmpfs
    int keep = 2;                                           // frames kept before the newest, 0…3
};

struct Fetch {
    milliseconds interval{3000};
    bool learns_interval = false;  // "auto"
    milliseconds min_interval{1000};
    milliseconds max_interval{300'000};
    std::optional<milliseconds> idle_after;  // nullopt: no camera is ever idle
    milliseconds idle_interval{60'000};
    milliseconds timeout{5000};      // one deadline over DNS, connect, TLS and body
    std::uint64_t min_speed = 1024;  // bytes a second, once a body has begun; 0: any
    int threads = 4;
    int per_host = 4;  // requests at once to one origin (scheme, host, port)
    std::uint64_t max_image_bytes = 10ull << 20;
    std::string user_agent;  // default "livecam/<version> (+site.url)"
    milliseconds max_backoff{60000};
    OnDown on_down = OnDown::kKeep;
    milliseconds down_after{600000};  // without contact, before on_down takes effect
    Reach reach;                      // what cameras begin with
};

struct Pages {
    milliseconds min_interval{
        1000};           // bodies that follow the pictures are rebuilt at most this often
    bool cached = true;  // no setting: livecamd --dev has browsers and caches keep nothing
};

struct Log {
    milliseconds summary_interval{60000};
    std::string level = "info";
    bool json = false;  // log.format is "json"
};

struct Health {
    int min_live = 1;                    // with fewer live cameras /healthcheck is not OK
    milliseconds ready_timeout{30'000};  // the first round takes no longer for systemd
};

struct Metrics {
    bool origin_names = false;  // hosts of origins as labels, instead of a camera's slug
};

/// Everything but the cameras, of which there may be thousands: who needs no more keeps this.
struct Settings {
    Site site;
    Store store;
    Fetch fetch;
    Pages pages;
    Log log;
    Health health;
    Metrics metrics;
    Feeds feeds;
};

struct Config : Settings {
    std::vector<Group> groups;
    std::vector<std::string> warnings;  // one line each: what is dangerous and works all the same
};

/// nullptr if there is none. Linear: not for a request's path.
const Group* find_group(const Config& config, std::string_view id) noexcept;
const Camera* find_camera(const Config& config, std::string_view slug_or_id) noexcept;

}  // namespace livecam::config
