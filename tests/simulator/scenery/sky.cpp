#include "tests/simulator/scenery/sky.h"

#include <cmath>
#include <vector>

#include "tests/simulator/scenery/random.h"

namespace livecam::sim {
namespace {

/// Adds a soft disc; `strength` may exceed 1 to have a flat bright core.
void add_disc(Raster& raster, float cx, float cy, float radius, Rgb color, float strength) {
    const int x0 = std::max(0, static_cast<int>(cx - radius - 1));
    const int x1 = std::min(raster.width - 1, static_cast<int>(cx + radius + 1));
    const int y0 = std::max(0, static_cast<int>(cy - radius - 1));
    const int y1 = std::min(raster.height - 1, static_cast<int>(cy + radius + 1));
    for (int y = y0; y <= y1; ++y) {
        for (int x = x0; x <= x1; ++x) {
            const float d = std::hypot(static_cast<float>(x) - cx, static_cast<float>(y) - cy);
            const float cover = clamp01(strength * clamp01((radius - d) / radius));
            std::uint32_t& pixel = raster.row(y)[x];
            pixel = pack(mix(unpack(pixel), color, cover));
        }
    }
}

void paint_stars(Raster& raster, const Scene& scene, float night, float horizon) {
    Random random(scene.seed ^ 0x57A25ull);
    const int count = static_cast<int>(static_cast<float>(raster.width) * 0.9f);
    const float scale = static_cast<float>(raster.width) / 960;
    for (int i = 0; i < count; ++i) {
        const float x = random.unit() * static_cast<float>(raster.width);
        const float y = random.unit() * horizon;
        const float magnitude = std::pow(random.unit(), 7.0f);
        const Rgb tint = mix(rgb8(0xcfdcff), rgb8(0xffe9cf), random.unit());
        const float fade = night * smoothstep(horizon, horizon * 0.5f, y);
        add_disc(raster, x, y, scale * (0.9f + 1.3f * magnitude), tint,
                 fade * (0.25f + 1.1f * magnitude));
    }
}

}  // namespace

void paint_sky(Raster& raster, const Scene& scene, const Light& light) {
    const View view = View::of(raster.width, raster.height);
    const bool moon = light.elevation < -8;
    const bool ahead = light.to_z > 0.2f;
    const float sun_x = static_cast<float>(raster.width) * 0.5f +
                        view.focal * light.to_x / std::max(light.to_z, 0.2f);
    const float sun_y = view.horizon - view.focal * (moon ? 0.45f : light.to_y);
    const float overcast = scene.sky == Sky::kOvercast ? 0.75f : 0.0f;
    const Rgb grey = mix(light.haze, light.cloud_dark, 0.35f);

    // The glow falls off as a Gaussian, so that it is a product of a column's and a row's share.
    const auto bell = [&](float pixel, float centre, float width) {
        const float d = (pixel - centre) / view.focal;
        return std::exp(-d * d * width);
    };
    std::vector<float> near_column(static_cast<std::size_t>(raster.width));
    std::vector<float> low_column(near_column.size());
    for (int x = 0; x < raster.width; ++x) {
        const auto i = static_cast<std::size_t>(x);
        near_column[i] = bell(static_cast<float>(x), sun_x, 3.2f);
        low_column[i] = bell(static_cast<float>(x), sun_x, 1.6f);
    }
    const float strength = moon ? 0.0f : 1 - overcast;

    Random dither(scene.seed ^ 0xD17ull);
    for (int y = 0; y < raster.height; ++y) {
        const float up = clamp01(1 - static_cast<float>(y) / view.horizon);
        // The last degrees over the horizon hold most of the change.
        Rgb base = mix(light.horizon, light.zenith, std::pow(up, 0.62f));
        base = mix(base, grey, overcast);
        const float near_row =
            (ahead ? 0.62f : 0.18f) * strength * bell(static_cast<float>(y), sun_y, 11.0f);
        const float low_row = 0.35f * strength * (1 - up) * (1 - up);
        for (int x = 0; x < raster.width; ++x) {
            // Around the sun, and wider along the horizon.
            Rgb c = mix(base, light.glow, near_row * near_column[static_cast<std::size_t>(x)]);
            c = mix(c, light.glow, low_row * low_column[static_cast<std::size_t>(x)]);
            // Half a step of noise, or the gradient shows as bands.
            const float grain = (dither.unit() - 0.5f) * (1.6f / 255);
            raster.row(y)[x] = pack(c + Rgb{grain, grain, grain});
        }
    }

    const float scale = static_cast<float>(raster.width) / 960;
    if (light.night > 0 && scene.sky != Sky::kOvercast) {
        paint_stars(raster, scene, light.night, view.horizon);
    }
    if (moon && scene.sky != Sky::kOvercast) {
        const float x = static_cast<float>(raster.width) * (light.to_x > 0 ? 0.78f : 0.22f);
        const float y = static_cast<float>(raster.height) * 0.17f;
        add_disc(raster, x, y, 120 * scale, rgb8(0x6f86b8), 0.30f);
        add_disc(raster, x, y, 15 * scale, rgb8(0xf4f1e2), 9.0f);
        add_disc(raster, x - 5 * scale, y - 3 * scale, 4 * scale, rgb8(0xd6d2c2), 0.9f);
        add_disc(raster, x + 4 * scale, y + 4 * scale, 5 * scale, rgb8(0xdad6c8), 0.8f);
    } else if (ahead && light.elevation > -2 && scene.sky != Sky::kOvercast) {
        add_disc(raster, sun_x, sun_y, 95 * scale, mix(light.glow, rgb8(0xffffff), 0.35f), 0.75f);
        add_disc(raster, sun_x, sun_y, 21 * scale, mix(rgb8(0xfffdf2), light.glow, 0.18f), 7.0f);
    }
}

}  // namespace livecam::sim
