// A cable car or a chair lift: pylons, ropes, and the cars in between.
#pragma once

#include <cairo.h>

#include "tests/simulator/scenery/bank.h"

namespace livecam::sim {

void draw_lift(cairo_t* c, const Bank& bank, const Scene& scene, const Light& light);

}  // namespace livecam::sim
