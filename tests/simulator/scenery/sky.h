// The sky without its clouds: gradient, glow, sun or moon, stars.
#pragma once

#include "tests/simulator/scenery/light.h"
#include "tests/simulator/scenery/raster.h"
#include "tests/simulator/scenery/scene.h"

namespace livecam::sim {

/// Paints rows 0…horizon and a little below; the land goes over it.
void paint_sky(Raster& raster, const Scene& scene, const Light& light);

}  // namespace livecam::sim
