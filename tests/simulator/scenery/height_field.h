// How high the land is.
#pragma once

#include "tests/simulator/scenery/noise.h"
#include "tests/simulator/scenery/scene.h"

namespace livecam::sim {

class HeightField {
  public:
    explicit HeightField(const Scene& scene) : scene_(scene), noise_(scene.seed ^ 0x7E22ull) {}

    /// Height over the valley at (x right, z away), all in km.
    float at(float x, float z) const;

  private:
    const Scene& scene_;
    Noise noise_;
};

}  // namespace livecam::sim
