// What the hour does to colours: sky, sun or moon, and the light that falls on the land.
#pragma once

#include "tests/simulator/scenery/color.h"

namespace livecam::sim {

struct Light {
    float elevation = 0;  // of the sun, degrees; below 0 it has set
    Rgb zenith, horizon;  // the sky's gradient
    Rgb glow;             // around the sun, and on the horizon below it
    Rgb direct;           // sunlight or moonlight, with its strength
    Rgb ambient;          // light from the rest of the sky
    Rgb haze;             // what distance fades to
    Rgb cloud_lit, cloud_dark;
    float night = 0;      // 0 by day … 1 when stars are out and windows are lit
    float glow_line = 0;  // km: below this height the land is in the earth's shadow (alpenglow)

    // Towards the sun (or moon): right, up, away from the viewer; a unit vector.
    float to_x = 0, to_y = 1, to_z = 0;
};

/// `day` is the fraction of the day, 0 at midnight. The nights of this world are short (a fifth of
/// the day) and its dawns long, because walls are looked at for these. `azimuth` in degrees is
/// where the sun stands at noon: 0 straight ahead, 90 right, 180 behind the viewer.
Light light_at(float day, float azimuth);

}  // namespace livecam::sim
