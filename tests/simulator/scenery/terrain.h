// The mountains: a height field seen in perspective, lit, covered with snow, rock and wood, faded
// by distance and fog.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/simulator/scenery/light.h"
#include "tests/simulator/scenery/raster.h"
#include "tests/simulator/scenery/scene.h"

namespace livecam::sim {

/// Paints the land over the sky already in `raster` and returns how much sky is left to be seen,
/// 0…255 per pixel, for all rows: what clouds are blended through.
std::vector<std::uint8_t> paint_terrain(Raster& raster, const Scene& scene, const Light& light);

}  // namespace livecam::sim
