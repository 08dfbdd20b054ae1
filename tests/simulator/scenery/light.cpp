#include "tests/simulator/scenery/light.h"

#include <cmath>
#include <iterator>
#include <numbers>

namespace livecam::sim {
namespace {

struct Key {
    float at, value;
};

/// The sun's elevation through the day, degrees.
constexpr Key kSun[] = {{0.00f, -18}, {0.06f, -16}, {0.12f, -7}, {0.19f, -1}, {0.27f, 7},
                        {0.36f, 20},  {0.50f, 44},  {0.64f, 24}, {0.73f, 8},  {0.81f, -1},
                        {0.88f, -7},  {0.94f, -16}, {1.00f, -18}};

struct Palette {
    float elevation;
    Rgb zenith, horizon, glow, direct, ambient, haze, cloud_lit, cloud_dark;
};

// clang-format off
constexpr Palette kPalettes[] = {
    {-18, rgb8(0x070b1e), rgb8(0x1b2a4a), rgb8(0x1b2a4a), rgb8(0x6d86bd), rgb8(0x202c4a), rgb8(0x1d2b4c), rgb8(0x3a4766), rgb8(0x141b2e)},
    { -9, rgb8(0x101c46), rgb8(0x4d5f96), rgb8(0x7d6a92), rgb8(0x5d70a8), rgb8(0x2e3c66), rgb8(0x3c4c7c), rgb8(0x6b6f9c), rgb8(0x232c50)},
    { -4, rgb8(0x24407f), rgb8(0xc79aa0), rgb8(0xf0996c), rgb8(0x8f6f90), rgb8(0x434f78), rgb8(0x7f7ca0), rgb8(0xe08f86), rgb8(0x4a4a70)},
    { -1, rgb8(0x365c9c), rgb8(0xefb593), rgb8(0xff9e57), rgb8(0xff8468), rgb8(0x535f88), rgb8(0xa791a4), rgb8(0xffa67c), rgb8(0x66608a)},
    {  3, rgb8(0x4473b2), rgb8(0xf7cfa6), rgb8(0xffbe70), rgb8(0xffa468), rgb8(0x5f6c92), rgb8(0xc0aeb0), rgb8(0xffd0a0), rgb8(0x837a98)},
    {  9, rgb8(0x3f7ac4), rgb8(0xe3dac8), rgb8(0xffe0a6), rgb8(0xffce96), rgb8(0x6f80a4), rgb8(0xbfc4cc), rgb8(0xffefd8), rgb8(0x9c9cb0)},
    { 20, rgb8(0x316fc4), rgb8(0xc3d9ea), rgb8(0xfff0d0), rgb8(0xffecc8), rgb8(0x7c92b6), rgb8(0xb4c9dd), rgb8(0xfffaf0), rgb8(0xaab4c6)},
    { 45, rgb8(0x2a66be), rgb8(0xb2d2ec), rgb8(0xfff8e8), rgb8(0xfff6e2), rgb8(0x849cc0), rgb8(0xaac6e0), rgb8(0xffffff), rgb8(0xb2bccc)},
};
// clang-format on

float sun_elevation(float day) {
    for (std::size_t i = 1; i < std::size(kSun); ++i) {
        if (day <= kSun[i].at) {
            const float t = (day - kSun[i - 1].at) / (kSun[i].at - kSun[i - 1].at);
            return mix(kSun[i - 1].value, kSun[i].value, t);
        }
    }
    return kSun[0].value;
}

}  // namespace

Light light_at(float day, float azimuth) {
    Light light;
    light.elevation = sun_elevation(day);
    std::size_t i = 1;
    while (i + 1 < std::size(kPalettes) && kPalettes[i].elevation < light.elevation) {
        ++i;
    }
    const Palette& a = kPalettes[i - 1];
    const Palette& b = kPalettes[i];
    const float t = clamp01((light.elevation - a.elevation) / (b.elevation - a.elevation));
    light.zenith = mix(a.zenith, b.zenith, t);
    light.horizon = mix(a.horizon, b.horizon, t);
    light.glow = mix(a.glow, b.glow, t);
    light.direct = mix(a.direct, b.direct, t);
    light.ambient = mix(a.ambient, b.ambient, t);
    light.haze = mix(a.haze, b.haze, t);
    light.cloud_lit = mix(a.cloud_lit, b.cloud_lit, t);
    light.cloud_dark = mix(a.cloud_dark, b.cloud_dark, t);
    light.night = smoothstep(-3, -12, light.elevation);

    // The earth's shadow climbs the summits at dusk; at night the moon lights everything.
    light.glow_line = light.elevation > 4 || light.elevation < -8
                          ? -1
                          : mix(0.2f, 2.4f, smoothstep(4, -6, light.elevation));

    constexpr float kRadians = std::numbers::pi_v<float> / 180;
    const bool moon = light.elevation < -8;
    const float height = (moon ? 28 : std::fmax(light.elevation, 2.0f)) * kRadians;
    const float bearing = (azimuth + (day - 0.5f) * 50) * kRadians;
    light.to_x = std::cos(height) * std::sin(bearing);
    light.to_y = std::sin(height);
    light.to_z = std::cos(height) * std::cos(bearing);
    return light;
}

}  // namespace livecam::sim
