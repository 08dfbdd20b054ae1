#include <initializer_list>

#include "sidecar/pages/view_data.h"

namespace livecam::pages {
namespace {

using Names = std::set<std::string_view>;

const Names kPage = {"site_title", "language",    "timezone",   "home",        "favicon",
                     "canonical",  "interval_ms", "refresh_s",  "groups",      "several_groups",
                     "group_name", "group_title", "group_href", "json",        "etag",
                     "manifest",   "touch_icon",  "worker",     "share_image", "name",
                     "title",      "href",        "current",    "events",      "version",
                     "state_json", "facts_json",  "share_alt"};

const Names kOneCamera = {"slug",     "image",       "is_frame", "frame_src",   "credit",
                          "link",     "state",       "live",     "stale",       "down",
                          "pending",  "has_picture", "changed",  "changed_iso", "frame_host",
                          "on_click", "stream"};

const Names kWeather = {"weather",       "temperature",  "wind",     "surface",
                        "precipitation", "observed_iso", "observed", "readings",
                        "label",         "value",        "station"};

const Names kFacts = {"chips",     "event_chips", "more_events", "event_count", "events_old",
                      "has_chips", "roads",       "has_roads",   "id",          "kind",
                      "level",     "conditions",  "old",         "updated_iso", "updated"};

Names together(std::initializer_list<Names> parts) {
    Names all;
    for (const Names& part : parts) {
        all.insert(part.begin(), part.end());
    }
    return all;
}

}  // namespace

const Names& wall_names() {
    static const Names names = together({kPage,
                                         kOneCamera,
                                         kWeather,
                                         kFacts,
                                         {"tiles", "empty", "has_pictures", "picture_count",
                                          "live_count", "eager", "picture", "width", "height"}});
    return names;
}

const Names& camera_names() {
    static const Names names =
        together({kPage, kOneCamera, kWeather, {"previous", "next", "embed", "embed_name"}});
    return names;
}

}  // namespace livecam::pages
