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

Names together(const Names& a, const Names& b, const Names& c) {
    Names all = a;
    all.insert(b.begin(), b.end());
    all.insert(c.begin(), c.end());
    return all;
}

}  // namespace

const Names& wall_names() {
    static const Names names = together(kPage, kOneCamera,
                                        {"tiles", "empty", "has_pictures", "picture_count",
                                         "live_count", "eager", "picture", "width", "height"});
    return names;
}

const Names& camera_names() {
    static const Names names =
        together(kPage, kOneCamera, {"previous", "next", "embed", "embed_name"});
    return names;
}

}  // namespace livecam::pages
