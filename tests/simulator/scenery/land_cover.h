// What grows or lies on the land and what the light makes of it.
#pragma once

#include <vector>

#include "tests/simulator/scenery/light.h"
#include "tests/simulator/scenery/noise.h"
#include "tests/simulator/scenery/scene.h"

namespace livecam::sim {

/// One visible spot; lengths in km, slopes without unit.
struct Ground {
    float x = 0, z = 0, height = 0;
    float slope_x = 0, slope_z = 0;
    float shadow = 0;  // how far below the edge of a shadow it lies; negative in the light
    float grain = 0;   // 0…1, random
};

class LandCover {
  public:
    LandCover(const Scene& scene, const Light& light);

    /// The height of the shadow that a row of land, `dx` km between its columns, casts on itself.
    void cast_shadows(const std::vector<float>& heights, std::vector<float>& shadow,
                      float dx) const;

    Rgb color(const Ground& ground) const;

  private:
    Rgb material(const Ground& ground, float steep) const;

    const Scene& scene_;
    const Light& light_;
    Noise noise_;
    float rise_;  // of the light along x, km per km
};

}  // namespace livecam::sim
