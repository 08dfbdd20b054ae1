// Which path each thing has. Keys are what the store looks up; links are keys behind site.prefix.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sidecar/config/config.h"
#include "sidecar/pages/snapshot.h"

namespace livecam::pages {

/// "/" for the first group, "/<id>" for the others.
std::string group_key(const config::Config& config, std::size_t index);
/// "/<id>.json", for the first group as well.
std::string group_json_key(const config::Group& group);
/// A group's id as lcc.live's API writes it: "LCC".
std::string canyon_id(const config::Group& group);
/// "/api/canyon/LCC/udot"
std::string facts_key(const config::Group& group);
std::string camera_key(std::string_view slug_or_id);
std::string embed_key(std::string_view slug);
std::string image_key(std::string_view slug_or_id);
std::string stream_key(std::string_view slug);
/// The address of one very picture, which never changes: "/image/<slug>/<16 hex digits>".
std::string picture_key(std::string_view slug, std::uint64_t etag);

/// Where the picture is that a camera shows just now: its own, the placeholder, or "".
std::string shown_key(std::string_view slug, const CameraView& view,
                      const std::string& placeholder);

/// `key` as a page links to it.
std::string link(const config::Site& site, std::string_view key);
/// `key` with scheme and host where site.url is known, as programs elsewhere need it.
std::string absolute_link(const config::Site& site, std::string_view key);

}  // namespace livecam::pages
