#include "tests/simulator/scenery/snowfall.h"

#include <cmath>

#include "tests/simulator/scenery/random.h"

namespace livecam::sim {

void paint_snowfall(Raster& raster, const Light& light, std::uint64_t seed) {
    Random random(seed);
    const float scale = static_cast<float>(raster.width) / 960;
    const Rgb flake = mix(rgb8(0xffffff), light.ambient, 0.45f * light.night);
    for (int i = 0; i < 700; ++i) {
        const float near = std::pow(random.unit(), 5.0f);
        const float radius = scale * (0.9f + 3.2f * near);
        const float alpha = 0.75f - 0.4f * near;
        const float cx = random.unit() * static_cast<float>(raster.width);
        const float cy = random.unit() * static_cast<float>(raster.height);
        const int reach = static_cast<int>(radius) + 1;
        for (int y = static_cast<int>(cy) - reach; y <= static_cast<int>(cy) + reach; ++y) {
            for (int x = static_cast<int>(cx) - reach; x <= static_cast<int>(cx) + reach; ++x) {
                if (x < 0 || y < 0 || x >= raster.width || y >= raster.height) {
                    continue;
                }
                const float d = std::hypot(static_cast<float>(x) - cx, static_cast<float>(y) - cy);
                std::uint32_t& pixel = raster.row(y)[x];
                pixel = pack(mix(unpack(pixel), flake, alpha * clamp01(radius - d)));
            }
        }
    }
}

}  // namespace livecam::sim
