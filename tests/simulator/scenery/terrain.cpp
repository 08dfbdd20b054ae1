#include "tests/simulator/scenery/terrain.h"

#include <cmath>

#include "tests/simulator/scenery/height_field.h"
#include "tests/simulator/scenery/land_cover.h"
#include "tests/simulator/scenery/noise.h"
#include "tests/simulator/scenery/random.h"

namespace livecam::sim {
namespace {

constexpr float kNearest = 0.9f;    // km
constexpr float kFarthest = 15.0f;  // km

/// Collects one picture column from its front to its back: each piece of land covers what is behind
/// it, with fractions of a pixel at the edges.
struct Column {
    float top;   // everything below this row is covered already
    bool fresh;  // whether the last sample was visible, so that colours may run on
    Rgb last;
};

class Canvas {
  public:
    Canvas(Raster& raster, std::uint64_t seed)
        : raster_(raster),
          noise_(seed),
          scale_(960 / static_cast<float>(raster.width)),
          land_(raster.pixels.size()) {}

    /// Adds the span [y, column.top) with a colour running from column.last (below) to `c`.
    void add(int x, Column& column, float y, Rgb c) {
        y = std::max(y, 0.0f);
        const float bottom = column.top;
        const Rgb from = column.fresh ? column.last : c;
        const float length = std::max(bottom - y, 1e-3f);
        // A steep face is one sample over many rows: without a texture it shows as streaks.
        const float rough = 0.17f * smoothstep(2.0f, 7.0f, length);
        for (int r = static_cast<int>(y); r < raster_.height && static_cast<float>(r) < bottom;
             ++r) {
            const float low = std::min(static_cast<float>(r) + 1, bottom);
            const float high = std::max(static_cast<float>(r), y);
            const float cover = low - high;
            const float t = clamp01((bottom - (low + high) * 0.5f) / length);
            const Rgb color = mix(from, c, t) * (1 + rough * texture(x, r));
            auto& cell = land_[index(x, r)];
            cell.color = cell.color + color * cover;
            cell.cover += cover;
        }
        column.top = y;
        column.last = c;
        column.fresh = true;
    }

    std::vector<std::uint8_t> finish() {
        std::vector<std::uint8_t> sky(land_.size());
        for (std::size_t i = 0; i < land_.size(); ++i) {
            const float left = clamp01(1 - land_[i].cover);
            raster_.pixels[i] = pack(unpack(raster_.pixels[i]) * left + land_[i].color);
            sky[i] = static_cast<std::uint8_t>(255 * left + 0.5f);
        }
        return sky;
    }

  private:
    struct Cell {
        Rgb color;
        float cover = 0;
    };

    float texture(int x, int y) const {
        const float u = static_cast<float>(x) * scale_;
        const float v = static_cast<float>(y) * scale_;
        // Wider than high: ledges.
        return noise_.at(u * 0.055f + v * 0.02f, v * 0.13f) +
               0.8f * noise_.at(u * 0.16f, v * 0.31f);
    }

    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(raster_.width) +
               static_cast<std::size_t>(x);
    }

    Raster& raster_;
    Noise noise_;
    float scale_;  // to the pixels of a picture 960 wide
    std::vector<Cell> land_;
};

}  // namespace

std::vector<std::uint8_t> paint_terrain(Raster& raster, const Scene& scene, const Light& light) {
    const View view = View::of(raster.width, raster.height);
    const int steps = std::max(80, raster.height * 9 / 10);
    const float growth = std::pow(kFarthest / kNearest, 1 / static_cast<float>(steps));
    const HeightField field(scene);
    const LandCover land(scene, light);
    Canvas canvas(raster, scene.seed ^ 0x7EC7ull);
    Random grain(scene.seed ^ 0x6A41ull);

    // Two columns more than the picture has, for the slopes at its edges.
    const int columns = raster.width + 2;
    const auto size = static_cast<std::size_t>(columns + 1);
    std::vector<float> before(size), here(size), after(size), shadow(size);
    std::vector<Column> column(static_cast<std::size_t>(raster.width),
                               Column{static_cast<float>(raster.height), false, {}});
    const auto slope_of = [&](int i) {
        return (static_cast<float>(i - 1) + 0.5f - static_cast<float>(raster.width) * 0.5f) /
               view.focal;
    };
    const auto fill = [&](std::vector<float>& row, float z) {
        // Every other column is computed, the others lie between: the noise is most of the work.
        for (int i = 0; i < columns + 1; i += 2) {
            const auto at = static_cast<std::size_t>(i);
            row[at] = field.at(slope_of(i) * z, z);
            if (i > 0) {
                row[at - 1] = 0.5f * (row[at - 2] + row[at]);
            }
        }
    };

    float z = kNearest;
    fill(before, z / growth);
    fill(here, z);
    for (int step = 0; step < steps; ++step, z *= growth) {
        fill(after, z * growth);
        const float dx = z / view.focal;
        land.cast_shadows(here, shadow, dx);
        for (int x = 0; x < raster.width; ++x) {
            const auto i = static_cast<std::size_t>(x + 1);
            Column& c = column[static_cast<std::size_t>(x)];
            const float y = view.horizon - view.focal * (here[i] - scene.eye) / z;
            if (y >= c.top) {
                c.fresh = false;
                continue;
            }
            Ground ground;
            ground.x = slope_of(x + 1) * z;
            ground.z = z;
            ground.height = here[i];
            ground.slope_x = (here[i + 1] - here[i - 1]) / (2 * dx);
            ground.slope_z = (after[i] - before[i]) / (z * growth - z / growth);
            ground.shadow = shadow[i] - here[i];
            ground.grain = grain.unit();
            canvas.add(x, c, y, land.color(ground));
        }
        std::swap(before, here);
        std::swap(here, after);
    }
    return canvas.finish();
}

}  // namespace livecam::sim
