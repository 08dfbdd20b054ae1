// What stands near the camera: a bank of snow or grass, conifers, and sometimes a chalet, a lift or
// a road.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/simulator/scenery/light.h"
#include "tests/simulator/scenery/raster.h"
#include "tests/simulator/scenery/scene.h"

namespace livecam::sim {

/// Paints over the land and takes what it covers out of `sky` (see paint_terrain()).
void paint_foreground(Raster& raster, const Scene& scene, const Light& light,
                      std::vector<std::uint8_t>& sky);

}  // namespace livecam::sim
