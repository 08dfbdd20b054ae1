// A road that winds over the bank.
#pragma once

#include <cairo.h>

#include "tests/simulator/scenery/bank.h"

namespace livecam::sim {

void draw_road(cairo_t* c, const Bank& bank, const Scene& scene);

}  // namespace livecam::sim
