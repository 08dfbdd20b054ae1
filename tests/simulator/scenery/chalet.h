// A wooden house whose windows are lit at night.
#pragma once

#include <cairo.h>

#include "tests/simulator/scenery/bank.h"

namespace livecam::sim {

void draw_chalet(cairo_t* c, const Bank& bank, const Scene& scene, const Light& light);

}  // namespace livecam::sim
