// JSON for programs: the shape lcc.live's clients know, and what a live page needs besides.
#pragma once

#include <string>

#include "sidecar/config/config.h"
#include "sidecar/pages/snapshot.h"

namespace livecam::pages {

/// /<group>.json: {name, etag, status, cameras[], facts}. `etag` names the group's shape (its
/// cameras and the page that shows them), not its pictures, and is written with its quotes. An
/// image camera has slug, weather, image, changed_at, stale_at, state, reason, shown, width and
/// height besides lcc.live's keys, an iframe slug and weather; null stands for what a camera
/// without a picture does not have. `placeholder` is the key of the picture that stands for cameras
/// that are down.
std::string group_json(const config::Site& site, const config::Group& group,
                       const std::string& etag, const Snapshot& snapshot,
                       const std::string& placeholder);

/// The etag for group_json, without quotes: 16 hex digits, the same until the group's visible
/// configuration or `page` (the page's template) changes.
std::string group_etag(const config::Site& site, const config::Group& group,
                       const std::string& page);

/// /camera/<slug>.json: {Camera, CanyonName, CanyonPath, ImageURL, WeatherStation}; Camera as in
/// group_json.
std::string camera_json(const config::Config& config, std::size_t group_index,
                        const config::Camera& camera, const CameraView& view,
                        const std::string& placeholder);

/// The first enabled road status camera of a group, or none: the group's "status".
const config::Camera* status_camera(const config::Group& group);

}  // namespace livecam::pages
