#include "tests/simulator/scenery/height_field.h"

#include <cmath>

#include "tests/simulator/scenery/color.h"

namespace livecam::sim {

float HeightField::at(float x, float z) const {
    // Bent coordinates: straight ridges look made.
    const float bend = noise_.at(x * 0.31f + 7.7f, z * 0.31f + 3.1f);
    // Detail that is smaller than a pixel at this distance is not worth its time.
    const int octaves = z < 3 ? 9 : z < 7 ? 8 : 7;
    const float crests = noise_.ridged((x + 0.55f * bend) * scene_.roughness + 31.4f,
                                       (z - 0.45f * bend) * scene_.roughness + 15.9f, octaves);
    // A valley winds away from the viewer; the land rises beside it and at its end.
    const float middle =
        scene_.valley_x + 0.55f * std::sin(z * 0.55f + scene_.peak_x) + 0.3f * bend;
    const float walls = smoothstep(0.10f, 1.5f + 0.12f * z, std::fabs(x - middle));
    const float behind = smoothstep(1.8f, 8.0f, z);
    const float rise = clamp01(0.08f + 0.62f * walls * smoothstep(0.9f, 3.4f, z) + 0.55f * behind);
    // The main summit stands out of the crests rather than on top of them.
    const float px = (x - scene_.peak_x) / 1.5f;
    const float pz = (z - scene_.peak_z) / 1.7f;
    const float cone = std::exp(-std::sqrt(px * px + pz * pz) * 1.9f);
    const float peak = scene_.peak_height * cone * (0.62f + 0.75f * crests);
    return scene_.relief * rise * (crests - 0.12f) + peak - 0.05f;
}

}  // namespace livecam::sim
