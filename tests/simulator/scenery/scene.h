// What is to be seen at one place: everything that stays the same from picture to picture.
#pragma once

#include <cstdint>
#include <string>

namespace livecam::sim {

enum class Sky { kClear, kFair, kBroken, kOvercast };

struct Scene {
    std::string name;
    std::uint64_t seed = 0;

    float day_shift = 0;  // fraction of a day added to the local time: the wall spans the hours
    float azimuth = 0;    // where the sun stands at noon, see light_at()
    Sky sky = Sky::kFair;
    float wind = 0;  // frame widths per minute; the clouds' speed and direction
    bool snowing = false;

    float roughness = 0.4f;  // wave number of the mountains, 1/km
    float relief = 2;        // km from the valley to the crests
    float peak_x = 0;        // the main summit, km right of the view's axis …
    float peak_z = 7;        // … and away from the viewer
    float peak_height = 1;   // km added there
    float eye = 0.4f;        // height of the viewer over the valley, km
    float valley_x = 0;      // where the valley runs, km right of the view's axis
    float snow_line = 0.6f;  // km over the valley
    float tree_line = 0.8f;  // km over the valley
    float fog_top = -1;      // top of a sea of fog in the valley, km; below 0 there is none

    bool winter = true;                         // snow on the foreground
    float bank_left = 0.2f, bank_right = 0.1f;  // height of the foreground, fraction of the picture
    int conifers = 30;
    bool chalet = false, lift = false, road = false;
};

/// Scene `index` of the wall that `seed` describes. Stable: it depends on nothing else.
Scene make_scene(std::uint64_t seed, int index);

/// The name of camera `index`: a mountain, made unique by a number from the second round on.
std::string place_name(int index);

}  // namespace livecam::sim
