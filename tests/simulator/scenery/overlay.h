// The strip that webcams write into their pictures: who and when.
#pragma once

#include <cstdint>
#include <string>

#include "tests/simulator/scenery/raster.h"

namespace livecam::sim {

/// Writes the camera's name at the left and the local date and time of `born_ms`, with seconds, at
/// the right of a dark strip along the lower edge.
void paint_overlay(Raster& raster, const std::string& name, std::int64_t born_ms);

}  // namespace livecam::sim
