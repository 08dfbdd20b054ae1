// Colours as the painters use them: gamma-encoded sRGB, 0…1 per channel.
#pragma once

#include <algorithm>
#include <cstdint>

namespace livecam::sim {

struct Rgb {
    float r = 0, g = 0, b = 0;

    friend constexpr Rgb operator+(Rgb a, Rgb c) { return {a.r + c.r, a.g + c.g, a.b + c.b}; }
    friend constexpr Rgb operator*(Rgb a, Rgb c) { return {a.r * c.r, a.g * c.g, a.b * c.b}; }
    friend constexpr Rgb operator*(Rgb a, float k) { return {a.r * k, a.g * k, a.b * k}; }
};

/// A colour as in CSS: rgb8(0x2a68c4).
constexpr Rgb rgb8(std::uint32_t hex) {
    return {static_cast<float>(hex >> 16 & 255) / 255, static_cast<float>(hex >> 8 & 255) / 255,
            static_cast<float>(hex & 255) / 255};
}

constexpr float clamp01(float v) {
    return std::clamp(v, 0.0f, 1.0f);
}
constexpr float mix(float a, float b, float t) {
    return a + (b - a) * t;
}
constexpr Rgb mix(Rgb a, Rgb b, float t) {
    return a + (b + a * -1.0f) * t;
}

/// 0 below `low`, 1 above `high`, smooth in between (low > high turns it around).
constexpr float smoothstep(float low, float high, float v) {
    const float t = clamp01((v - low) / (high - low));
    return t * t * (3 - 2 * t);
}

/// cairo's CAIRO_FORMAT_RGB24: 0xffRRGGBB in native byte order.
constexpr std::uint32_t pack(Rgb c) {
    const auto channel = [](float v) {
        return static_cast<std::uint32_t>(clamp01(v) * 255.0f + 0.5f);
    };
    return 0xff000000u | channel(c.r) << 16 | channel(c.g) << 8 | channel(c.b);
}

constexpr Rgb unpack(std::uint32_t pixel) {
    return rgb8(pixel & 0xffffffu);
}

}  // namespace livecam::sim
