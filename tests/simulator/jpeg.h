// From pixels to JPEG.
#pragma once

#include <cstddef>
#include <vector>

#include "tests/simulator/scenery/raster.h"

namespace livecam::sim {

/// Baseline, 4:2:0. Throws std::runtime_error if libturbojpeg refuses. Thread-safe.
std::vector<std::byte> encode_jpeg(const Raster& raster, int quality);

}  // namespace livecam::sim
