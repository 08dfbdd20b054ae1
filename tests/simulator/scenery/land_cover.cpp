#include "tests/simulator/scenery/land_cover.h"

#include <cmath>

namespace livecam::sim {
namespace {

constexpr Rgb kSnow = rgb8(0xf4f7fc);
constexpr Rgb kRockLight = rgb8(0x8d8378);
constexpr Rgb kRockDark = rgb8(0x4f4a48);
constexpr Rgb kForest = rgb8(0x26382c);
constexpr Rgb kForestLight = rgb8(0x3d5138);
constexpr Rgb kMeadow = rgb8(0x6b7748);
constexpr Rgb kScree = rgb8(0x8a8368);

}  // namespace

LandCover::LandCover(const Scene& scene, const Light& light)
    : scene_(scene),
      light_(light),
      noise_(scene.seed ^ 0x1A2Dull),
      rise_(light.to_y / std::max(std::fabs(light.to_x), 0.05f)) {}

void LandCover::cast_shadows(const std::vector<float>& heights, std::vector<float>& shadow,
                             float dx) const {
    const auto n = static_cast<std::ptrdiff_t>(heights.size());
    const bool from_right = light_.to_x > 0;
    float edge = -1;
    for (std::ptrdiff_t k = 0; k < n; ++k) {
        const auto i = static_cast<std::size_t>(from_right ? n - 1 - k : k);
        edge -= dx * rise_;
        shadow[i] = edge;
        edge = std::max(edge, heights[i]);
    }
}

Rgb LandCover::material(const Ground& g, float steep) const {
    const float patches = noise_.fractal(g.x * 2.3f, g.z * 2.3f, 3);
    const float fine = noise_.at(g.x * 23, g.z * 23);
    const float strata = noise_.at(g.x * 1.5f + g.z, g.height * 26);

    Rgb rock = mix(kRockDark, kRockLight, clamp01(0.5f + 0.35f * strata + 0.5f * fine));
    Rgb open = scene_.winter ? kScree : mix(kMeadow, kScree, smoothstep(0.5f, 1.3f, g.height));
    Rgb c = mix(open, rock, smoothstep(0.55f, 0.95f, steep + 0.25f * fine));

    const float snow_line = scene_.snow_line + 0.45f * patches;
    const float clings = scene_.winter ? 2.3f : 1.7f;  // the slope on which none stays
    const float snow = smoothstep(snow_line - 0.12f, snow_line + 0.18f, g.height) *
                       smoothstep(clings, clings - 0.75f, steep + 0.6f * fine + 0.35f * strata);
    c = mix(c, kSnow, snow);

    const float tree_line = scene_.tree_line + 0.35f * patches;
    const float wood = smoothstep(tree_line + 0.06f, tree_line - 0.12f, g.height) *
                       smoothstep(1.35f, 0.95f, steep) *
                       smoothstep(-0.32f, -0.05f, patches + 0.5f * fine + 0.16f);
    Rgb tree = mix(kForest, kForestLight, g.grain * 0.7f);
    if (scene_.winter) {
        tree = mix(tree, kSnow, 0.16f * g.grain);
    }
    return mix(c, tree, wood * (0.80f + 0.2f * g.grain));
}

Rgb LandCover::color(const Ground& g) const {
    const float length = std::sqrt(1 + g.slope_x * g.slope_x + g.slope_z * g.slope_z);
    const float steep = std::sqrt(g.slope_x * g.slope_x + g.slope_z * g.slope_z);
    const float facing =
        (-g.slope_x * light_.to_x + light_.to_y - g.slope_z * light_.to_z) / length;

    float sun = clamp01(facing * 1.25f) * smoothstep(0.10f, -0.02f, g.shadow);
    if (light_.glow_line > 0) {
        sun *= smoothstep(light_.glow_line - 0.35f, light_.glow_line + 0.25f, g.height);
    }
    if (scene_.sky == Sky::kOvercast) {
        sun *= 0.25f;
    }
    // Light from the whole sky: more on flat land, less where the land faces away from it.
    const float open = 0.62f + 0.38f / length;
    const Rgb lit = light_.ambient * (1.22f * open) + light_.direct * (0.80f * sun);
    Rgb c = material(g, steep) * lit;

    const float distance = std::sqrt(g.x * g.x + g.z * g.z);
    const float damp = scene_.snowing ? 0.16f : scene_.sky == Sky::kOvercast ? 0.09f : 0.045f;
    const float low = smoothstep(1.2f, 0.0f, g.height);
    c = mix(c, light_.haze, 1 - std::exp(-distance * damp * (0.75f + 0.9f * low)));
    if (scene_.fog_top > 0) {
        const float billow = 0.10f * noise_.fractal(g.x * 1.1f, g.z * 0.9f + 50, 3);
        const float fog =
            smoothstep(scene_.fog_top + 0.07f, scene_.fog_top - 0.05f, g.height - billow) *
            smoothstep(1.2f, 3.5f, g.z);
        c = mix(c, mix(light_.haze, light_.cloud_lit, 0.55f + 1.5f * billow), 0.94f * fog);
    }
    return c;
}

}  // namespace livecam::sim
