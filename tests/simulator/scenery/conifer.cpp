#include "tests/simulator/scenery/conifer.h"

#include <cmath>

#include "tests/simulator/scenery/cairo_canvas.h"

namespace livecam::sim {
namespace {

/// One whorl of branches: from the trunk out to a drooping tip on each side, ragged below.
void whorl(cairo_t* c, Random& random, float x, float y, float reach, float drop) {
    cairo_move_to(c, x, y - drop * 0.9f);
    const float right = reach * random.between(0.82f, 1.12f);
    cairo_curve_to(c, x + right * 0.35f, y - drop * 0.25f, x + right * 0.7f, y + drop * 0.25f,
                   x + right, y + drop * random.between(0.45f, 0.75f));
    for (int k = 3; k >= -3; --k) {
        const float at = static_cast<float>(k) / 3.6f;
        const float side = at > 0 ? right : reach;
        cairo_line_to(c, x + side * at + random.between(-0.07f, 0.07f) * reach,
                      y + drop * (0.18f + 0.2f * std::fabs(at)));
        cairo_line_to(c, x + side * (at - 0.13f), y + drop * random.between(0.45f, 0.78f));
    }
    const float left = reach * random.between(0.82f, 1.12f);
    cairo_line_to(c, x - left, y + drop * random.between(0.45f, 0.75f));
    cairo_curve_to(c, x - left * 0.7f, y + drop * 0.25f, x - left * 0.35f, y - drop * 0.25f, x,
                   y - drop * 0.9f);
    cairo_close_path(c);
    cairo_fill(c);
}

/// What the sky or the sun lays on the upper side of a branch.
void lay_light(cairo_t* c, Random& random, float x, float y, float reach, float drop, float from,
               float to) {
    cairo_move_to(c, x + reach * from, y - drop * 0.45f + drop * 0.9f * std::fabs(from));
    const float middle = (from + to) / 2;
    const float lift = drop * random.between(0.05f, 0.20f);
    cairo_line_to(c, x + reach * middle, y - drop * 0.55f + drop * 0.9f * std::fabs(middle) - lift);
    cairo_line_to(c, x + reach * to, y - drop * 0.30f + drop * 0.85f * std::fabs(to));
    cairo_line_to(c, x + reach * middle, y - drop * 0.05f + drop * 0.7f * std::fabs(middle));
    cairo_close_path(c);
    cairo_fill(c);
}

}  // namespace

void draw_conifer(cairo_t* c, const Bank& bank, Random& random, float x, float y, float size,
                  float faded, Rgb haze, bool snowy) {
    const float slim = random.between(0.15f, 0.21f);
    const Rgb needles = mix(rgb8(0x1c3326), rgb8(0x32492f), random.unit());
    const Rgb trunk = rgb8(0x4a3a2e);
    const auto shade = [&](Rgb color, float facing) {
        return mix(bank.lit(color, facing), haze, faded);
    };

    set_color(c, shade(trunk, 0.2f));
    cairo_rectangle(c, x - size * 0.014f, y - size * 0.14f, size * 0.028f, size * 0.15f);
    cairo_fill(c);

    const int whorls = size > 90 ? 17 : size > 40 ? 12 : 8;
    const float step = size * 0.92f / static_cast<float>(whorls);
    for (int i = 0; i < whorls; ++i) {
        const float up = static_cast<float>(i) / static_cast<float>(whorls);
        const float cy = y - size * 0.07f - step * static_cast<float>(i);
        const float reach =
            size * slim * std::pow(1 - up, 0.85f) * random.between(0.85f, 1.1f) + size * 0.012f;
        const float drop = step * 1.25f;
        set_color(c, shade(needles, 0.12f + 0.35f * up));
        whorl(c, random, x, cy, reach, drop);

        // The side in the sun, then what snow stays on the branches.
        const float sunny = bank.from_right() ? 1.0f : -1.0f;
        set_color(c, shade(mix(needles, rgb8(0x5c6f3e), 0.35f), 0.95f), 0.55);
        lay_light(c, random, x, cy, reach * sunny, drop, 0.08f, random.between(0.6f, 0.95f));
        if (snowy) {
            for (const float side : {-1.0f, 1.0f}) {
                const bool lit = side == sunny;
                set_color(c, shade(rgb8(0xf2f6fb), lit ? 0.9f : 0.22f), lit ? 0.9 : 0.75);
                const float from = random.between(0.10f, 0.45f);
                lay_light(c, random, x, cy, reach * side, drop * 0.8f, from,
                          from + random.between(0.25f, 0.5f));
            }
        }
    }
    set_color(c, shade(needles, 0.6f));
    cairo_move_to(c, x - size * 0.012f, y - size * 0.93f);
    cairo_line_to(c, x, y - size * 1.02f);
    cairo_line_to(c, x + size * 0.012f, y - size * 0.93f);
    cairo_fill(c);
}

}  // namespace livecam::sim
