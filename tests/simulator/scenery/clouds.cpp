#include "tests/simulator/scenery/clouds.h"

#include <cmath>

#include "tests/simulator/scenery/noise.h"
#include "tests/simulator/scenery/random.h"

namespace livecam::sim {
namespace {

constexpr int kPeriod = 8;  // lattice cells of the coarsest octave in one strip: a power of two

struct Kind {
    float threshold, softness, strength;
};

constexpr Kind kind_of(Sky sky) {
    switch (sky) {
        case Sky::kClear:
            return {0.24f, 0.34f, 0.55f};
        case Sky::kFair:
            return {0.06f, 0.22f, 0.95f};
        case Sky::kBroken:
            return {-0.08f, 0.24f, 0.97f};
        case Sky::kOvercast:
            return {-0.42f, 0.50f, 0.92f};
    }
    return {};
}

}  // namespace

Clouds::Clouds(const Scene& scene, const Light& light, int width, int height)
    : columns_(std::max(8, width * kSpan / 2)),
      rows_(std::max(8, static_cast<int>(View::of(width, height).horizon / 2) + 2)),
      cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {
    const Noise noise(scene.seed ^ 0xC10D5ull);
    const Kind kind = kind_of(scene.sky);
    const float light_x = light.to_x > 0 ? 0.07f : -0.07f;
    for (int y = 0; y < rows_; ++y) {
        // A layer seen from below: cells shrink towards the horizon.
        const float up = 1 - static_cast<float>(y) / static_cast<float>(rows_);
        const float v = 2.6f / (up + 0.32f);
        const float thin = smoothstep(0.0f, 0.22f, up);
        for (int x = 0; x < columns_; ++x) {
            const float u = static_cast<float>(x) * kPeriod / static_cast<float>(columns_);
            const float density = noise.fractal(u, v, 6, kPeriod - 1);
            const float body = smoothstep(kind.threshold, kind.threshold + kind.softness, density);
            Cell& cell = cells_[static_cast<std::size_t>(y * columns_ + x)];
            cell.cover = static_cast<std::uint8_t>(255 * body * kind.strength * thin);
            if (cell.cover == 0) {
                cell.shade = 255;
                continue;
            }
            // Thick parts are dark unless the side towards the light is thinner.
            const float toward = noise.fractal(u + light_x, v + 0.10f, 3, kPeriod - 1);
            const float lit = 0.80f - 1.0f * (density - kind.threshold) + 1.5f * (density - toward);
            cell.shade = static_cast<std::uint8_t>(255 * clamp01(lit));
        }
    }
    const auto store = [](Rgb c, std::uint8_t* to) {
        const std::uint32_t p = pack(c);
        to[0] = static_cast<std::uint8_t>(p);
        to[1] = static_cast<std::uint8_t>(p >> 8);
        to[2] = static_cast<std::uint8_t>(p >> 16);
    };
    store(light.cloud_lit, lit_);
    store(light.cloud_dark, dark_);
}

void Clouds::blend(Raster& raster, double offset, const std::vector<std::uint8_t>& sky,
                   int sky_rows) const {
    const double shift = (offset - std::floor(offset)) * columns_;
    std::vector<std::uint16_t> cover(static_cast<std::size_t>(columns_) + 1);
    std::vector<std::uint16_t> shade(cover.size());
    for (int y = 0; y < std::min(sky_rows, (rows_ - 1) * 2); ++y) {
        // One strip row at this height, halfway between two rows of cells at odd y.
        const Cell* a = cells_.data() + static_cast<std::size_t>((y / 2) * columns_);
        const Cell* b = y % 2 != 0 ? a + columns_ : a;
        for (int x = 0; x < columns_; ++x) {
            cover[static_cast<std::size_t>(x)] =
                static_cast<std::uint16_t>((a[x].cover + b[x].cover) / 2);
            shade[static_cast<std::size_t>(x)] =
                static_cast<std::uint16_t>((a[x].shade + b[x].shade) / 2);
        }
        cover.back() = cover.front();
        shade.back() = shade.front();

        std::uint32_t* pixels = raster.row(y);
        const std::uint8_t* visible =
            sky.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(raster.width);
        // Position in the strip, 1/256 cells; half a cell per pixel.
        auto position = static_cast<std::uint32_t>(shift * 256);
        const auto end = static_cast<std::uint32_t>(columns_) * 256;
        for (int x = 0; x < raster.width; ++x, position += 128) {
            if (position >= end) {
                position -= end;
            }
            const std::uint32_t cell = position >> 8;
            const std::uint32_t part = position & 255;
            const std::uint32_t alpha =
                (cover[cell] * (256 - part) + cover[cell + 1] * part) * visible[x] >> 16;
            if (alpha == 0) {
                continue;
            }
            const std::uint32_t lit = (shade[cell] * (256 - part) + shade[cell + 1] * part) >> 8;
            std::uint32_t out = 0xff000000u;
            for (int channel = 0; channel < 3; ++channel) {
                const std::uint32_t cloud =
                    (lit_[channel] * lit + dark_[channel] * (255 - lit)) / 255;
                const std::uint32_t below = pixels[x] >> (8 * channel) & 255;
                out |= (below * (256 - alpha) + cloud * alpha) >> 8 << (8 * channel);
            }
            pixels[x] = out;
        }
    }
}

}  // namespace livecam::sim
