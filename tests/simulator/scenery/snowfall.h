// Flakes in front of everything, elsewhere in every picture.
#pragma once

#include <cstdint>

#include "tests/simulator/scenery/light.h"
#include "tests/simulator/scenery/raster.h"

namespace livecam::sim {

void paint_snowfall(Raster& raster, const Light& light, std::uint64_t seed);

}  // namespace livecam::sim
