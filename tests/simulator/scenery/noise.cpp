#include "tests/simulator/scenery/noise.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "tests/simulator/scenery/random.h"

namespace livecam::sim {
namespace {

struct Gradient {
    float x, y;
};

constexpr float kDiagonal = 0.70710678f;
constexpr Gradient kGradients[8] = {
    {1, 0},  {kDiagonal, kDiagonal},   {0, 1},  {-kDiagonal, kDiagonal},
    {-1, 0}, {-kDiagonal, -kDiagonal}, {0, -1}, {kDiagonal, -kDiagonal}};

// Not std::lerp: that is exact at its ends and four times as slow.
float blend(float a, float b, float t) {
    return a + (b - a) * t;
}

// Not std::floor: without SSE 4.1, which Debian does not assume, that is a call.
int floor_of(float v) {
    const int i = static_cast<int>(v);
    return i - (v < static_cast<float>(i) ? 1 : 0);
}

float fade(float t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
}

}  // namespace

Noise::Noise(std::uint64_t seed) {
    std::iota(permutation_.begin(), permutation_.begin() + 256, std::uint8_t{0});
    Random random(seed);
    for (int i = 255; i > 0; --i) {
        std::swap(permutation_[static_cast<std::size_t>(i)],
                  permutation_[static_cast<std::size_t>(random.below(i + 1))]);
    }
    std::copy_n(permutation_.begin(), 256, permutation_.begin() + 256);
}

float Noise::at(float x, float y, int mask) const {
    const int fx = floor_of(x);
    const int fy = floor_of(y);
    const int x0 = fx & mask;
    const int x1 = (x0 + 1) & mask;
    const int y0 = fy & 255;
    const int y1 = (y0 + 1) & 255;
    const float dx = x - static_cast<float>(fx);
    const float dy = y - static_cast<float>(fy);
    const auto corner = [this](int cx, int cy, float rx, float ry) {
        const auto& g = kGradients[permutation_[permutation_[static_cast<std::size_t>(cx)] +
                                                static_cast<std::size_t>(cy)] &
                                   7];
        return g.x * rx + g.y * ry;
    };
    const float u = fade(dx);
    const float v = fade(dy);
    const float top = blend(corner(x0, y0, dx, dy), corner(x1, y0, dx - 1, dy), u);
    const float low = blend(corner(x0, y1, dx, dy - 1), corner(x1, y1, dx - 1, dy - 1), u);
    return 1.4f * blend(top, low, v);
}

float Noise::fractal(float x, float y, int octaves, int mask) const {
    float sum = 0;
    float strength = 0.5f;
    for (int i = 0; i < octaves; ++i) {
        sum += strength * at(x, y, mask);
        x *= 2;
        // The shift keeps the lattice points of the octaves apart: they are zeros of the noise.
        y = y * 2 + 37.3f;
        mask = std::min(mask * 2 + 1, 255);
        strength *= 0.5f;
    }
    return sum;
}

float Noise::ridged(float x, float y, int octaves) const {
    float sum = 0;
    float strength = 0.5f;
    float weight = 1;
    for (int i = 0; i < octaves; ++i) {
        float crest = 1 - std::fabs(at(x, y));
        crest *= crest * weight;
        sum += strength * crest;
        weight = std::clamp(crest * 1.8f, 0.0f, 1.0f);
        // Turned by about 37 degrees, so that the axes of the lattice do not show.
        const float turned = 1.6f * x - 1.2f * y + 11.7f;
        y = 1.2f * x + 1.6f * y + 5.3f;
        x = turned;
        strength *= 0.52f;
    }
    return sum;
}

}  // namespace livecam::sim
