// Clouds that drift: a wide strip computed once, blended into each picture at another place.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/simulator/scenery/light.h"
#include "tests/simulator/scenery/raster.h"
#include "tests/simulator/scenery/scene.h"

namespace livecam::sim {

class Clouds {
  public:
    Clouds(const Scene& scene, const Light& light, int width, int height);

    /// Blends the clouds into `raster`, shifted left by `offset` strip widths (any value; the strip
    /// is periodic). `sky` says per pixel how much of the sky is to be seen, 0…255, for `sky_rows`
    /// rows of the raster's width.
    void blend(Raster& raster, double offset, const std::vector<std::uint8_t>& sky,
               int sky_rows) const;

    /// Frame widths that the strip is long.
    static constexpr int kSpan = 2;

  private:
    // One cell is 2x2 pixels: clouds are soft, and the strip stays in the processor's cache.
    struct Cell {
        std::uint8_t cover, shade;
    };

    int columns_, rows_;
    std::vector<Cell> cells_;
    std::uint8_t lit_[3], dark_[3];  // blue, green, red
};

}  // namespace livecam::sim
