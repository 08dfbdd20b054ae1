// A scene's painter: the expensive, still part once, then the moving part for each picture.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tests/simulator/scenery/clouds.h"
#include "tests/simulator/scenery/raster.h"
#include "tests/simulator/scenery/scene.h"

namespace livecam::sim {

/// Not thread-safe: one painter paints one picture at a time. Different painters are independent.
class Painter {
  public:
    Painter(Scene scene, int width, int height);

    /// The scene as it is at `born_ms` (milliseconds since the Unix epoch). Two pictures of the
    /// same time are the same. The still part is redone when the sun has moved on, every quarter
    /// of an hour.
    Raster paint(std::int64_t born_ms);

    const Scene& scene() const { return scene_; }

  private:
    /// What stays from picture to picture.
    struct Still {
        int quarter;  // of the day, 0…95
        Light light;
        Raster land;
        std::vector<std::uint8_t> sky;
        int sky_rows;
        Clouds clouds;
    };

    Still make_still(int quarter) const;

    Scene scene_;
    int width_, height_;
    std::optional<Still> still_;
};

}  // namespace livecam::sim
