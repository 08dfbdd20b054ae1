// The ground on which the foreground stands.
#pragma once

#include <cairo.h>

#include "tests/simulator/scenery/light.h"
#include "tests/simulator/scenery/noise.h"
#include "tests/simulator/scenery/scene.h"

namespace livecam::sim {

/// The near bank: a curve over the width of the picture and what lies below it.
class Bank {
  public:
    Bank(const Scene& scene, const Light& light, int width, int height);

    /// Upper edge at x, in pixels from the top.
    float edge(float x) const;

    /// Light on a thing of this colour that stands here; `facing` 0 is in the shade, 1 in the sun.
    Rgb lit(Rgb material, float facing) const;

    /// Whether the light comes from the right.
    bool from_right() const { return light_.to_x > 0; }

    void paint(cairo_t* c) const;

    int width() const { return width_; }
    int height() const { return height_; }

  private:
    const Scene& scene_;
    const Light& light_;
    Noise noise_;
    int width_, height_;
};

}  // namespace livecam::sim
