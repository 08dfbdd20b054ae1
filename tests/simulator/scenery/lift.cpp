#include "tests/simulator/scenery/lift.h"

#include <cmath>

#include "tests/simulator/scenery/cairo_canvas.h"
#include "tests/simulator/scenery/random.h"

namespace livecam::sim {
namespace {

struct Point {
    float x, y, size;
};

Point between(Point a, Point b, float t) {
    return {mix(a.x, b.x, t), mix(a.y, b.y, t) + 0.35f * a.size * 4 * t * (1 - t) * 0.5f,
            mix(a.size, b.size, t)};
}

void draw_rope(cairo_t* c, Point a, Point b, float shift) {
    cairo_move_to(c, a.x + shift * a.size, a.y);
    for (int i = 1; i <= 12; ++i) {
        const Point p = between(a, b, static_cast<float>(i) / 12);
        cairo_line_to(c, p.x + shift * p.size, p.y);
    }
    cairo_stroke(c);
}

}  // namespace

void draw_lift(cairo_t* c, const Bank& bank, const Scene& scene, const Light& light) {
    Random random(scene.seed ^ 0x11F7ull);
    const auto w = static_cast<float>(bank.width());
    const auto h = static_cast<float>(bank.height());
    const float side = random.chance(0.5f) ? 1.0f : -1.0f;
    const float foot_x = w * (0.5f + side * random.between(0.05f, 0.15f));
    const float far_x = w * (0.5f - side * random.between(0.22f, 0.36f));
    const float ground = bank.edge(foot_x);
    const float far_y = h * random.between(0.44f, 0.52f);

    // From the near pylon to the station far up: sizes shrink as with distance.
    Point heads[4];
    for (int i = 0; i < 4; ++i) {
        const float t = std::pow(static_cast<float>(i) / 3, 0.62f);
        const float size = h * 0.085f * std::pow(1 - t * 0.9f, 1.4f) + h * 0.004f;
        heads[i] = {mix(foot_x, far_x, t), mix(ground, far_y, t) - size * 2.1f, size};
    }
    const auto ink = [&](float size) {
        const float near = clamp01(size / (h * 0.085f));
        return mix(light.haze, bank.lit(rgb8(0x4b5259), 0.5f), 0.45f + 0.55f * near);
    };
    for (int i = 3; i >= 0; --i) {
        const Point& p = heads[i];
        set_color(c, ink(p.size));
        cairo_set_line_width(c, std::max(0.8f, p.size * 0.11f));
        cairo_move_to(c, p.x, p.y);
        cairo_line_to(c, p.x, p.y + p.size * 2.4f);
        cairo_stroke(c);
        cairo_set_line_width(c, std::max(0.8f, p.size * 0.08f));
        cairo_move_to(c, p.x - p.size * 0.55f, p.y);
        cairo_line_to(c, p.x + p.size * 0.55f, p.y);
        cairo_stroke(c);
    }
    const Rgb paint = random.chance(0.5f) ? rgb8(0xb5372c) : rgb8(0x2f5f8c);
    for (int i = 0; i < 3; ++i) {
        cairo_set_line_width(c, std::max(0.6f, heads[i + 1].size * 0.05f));
        set_color(c, ink(heads[i + 1].size), 0.9);
        draw_rope(c, heads[i], heads[i + 1], -0.5f);
        draw_rope(c, heads[i], heads[i + 1], 0.5f);
        for (const float shift : {-0.5f, 0.5f}) {
            for (const float at : {0.3f, 0.72f}) {
                const Point p = between(heads[i], heads[i + 1], at + 0.12f * shift);
                const float s = p.size * 0.34f;
                const float x = p.x + shift * p.size;
                set_color(c, ink(p.size));
                cairo_set_line_width(c, std::max(0.5f, s * 0.12f));
                cairo_move_to(c, x, p.y);
                cairo_line_to(c, x, p.y + s * 0.8f);
                cairo_stroke(c);
                set_color(c, mix(light.haze, bank.lit(paint, 0.7f),
                                 0.5f + 0.5f * clamp01(p.size / (h * 0.08f))));
                cairo_rectangle(c, x - s * 0.5f, p.y + s * 0.8f, s, s * 0.95f);
                cairo_fill(c);
                set_color(c, light.night > 0.2f ? rgb8(0xffe2a0) : bank.lit(rgb8(0xbcd0de), 0.8f),
                          0.9);
                cairo_rectangle(c, x - s * 0.38f, p.y + s * 0.95f, s * 0.76f, s * 0.35f);
                cairo_fill(c);
            }
        }
    }
}

}  // namespace livecam::sim
