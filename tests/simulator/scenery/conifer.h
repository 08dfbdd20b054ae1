// Firs and spruces.
#pragma once

#include <cairo.h>

#include "tests/simulator/scenery/bank.h"
#include "tests/simulator/scenery/random.h"

namespace livecam::sim {

/// Draws one tree with its foot at (x, y), `size` pixels high; `faded` 0…1 is how much of its
/// colour is lost to distance, towards `haze`.
void draw_conifer(cairo_t* c, const Bank& bank, Random& random, float x, float y, float size,
                  float faded, Rgb haze, bool snowy);

}  // namespace livecam::sim
