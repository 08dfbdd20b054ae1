// The values a template may use. html/README.md lists them for whoever writes HTML.
#pragma once

#include <cstddef>
#include <kainjow/mustache.hpp>
#include <set>
#include <string>
#include <string_view>

#include "sidecar/config/config.h"
#include "sidecar/pages/local_time.h"
#include "sidecar/pages/snapshot.h"

namespace livecam::pages {

const std::set<std::string_view>& wall_names();
const std::set<std::string_view>& camera_names();

/// Of wall.mustache: the whole grid of one group. `etag` is group_etag's, `version` wall_version's.
kainjow::mustache::data wall_data(const config::Config& config, std::size_t group_index,
                                  const std::string& etag, const std::string& version,
                                  const LocalClock& clock, const Snapshot& snapshot,
                                  const std::string& placeholder);

/// Of camera.mustache and embed.mustache: one camera, whatever its picture is just now. `view` is
/// lasting().
kainjow::mustache::data camera_data(const config::Config& config, std::size_t group_index,
                                    const config::Camera& camera, const std::string& version,
                                    const LocalClock& clock, const CameraView& view);

/// The cameras of a group that have a tile on its wall.
std::vector<const config::Camera*> shown_cameras(const config::Group& group);

}  // namespace livecam::pages
