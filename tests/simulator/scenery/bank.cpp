#include "tests/simulator/scenery/bank.h"

#include <cmath>

#include "tests/simulator/scenery/cairo_canvas.h"
#include "tests/simulator/scenery/random.h"

namespace livecam::sim {

Bank::Bank(const Scene& scene, const Light& light, int width, int height)
    : scene_(scene),
      light_(light),
      noise_(scene.seed ^ 0xBA2Cull),
      width_(width),
      height_(height) {}

float Bank::edge(float x) const {
    const float u = x / static_cast<float>(width_);
    const float side = mix(scene_.bank_left, scene_.bank_right, smoothstep(0, 1, u));
    const float sag = 0.05f * std::sin(u * 3.14159f);
    const float bumps = 0.035f * noise_.fractal(u * 3.1f, 0.5f, 4);
    return static_cast<float>(height_) * (1 - 0.045f - std::max(0.02f, side - sag + bumps));
}

Rgb Bank::lit(Rgb material, float facing) const {
    const float dusk = light_.glow_line > 0 ? 0.25f : 1.0f;
    const float sun = facing * dusk * (scene_.sky == Sky::kOvercast ? 0.25f : 1.0f);
    return material * (light_.ambient * 1.1f + light_.direct * (0.75f * sun));
}

void Bank::paint(cairo_t* c) const {
    const Rgb ground = scene_.winter ? rgb8(0xf1f5fb) : rgb8(0x6a7546);
    const auto w = static_cast<double>(width_);
    const auto h = static_cast<double>(height_);
    cairo_move_to(c, 0, h);
    for (int x = 0; x <= width_; x += 2) {
        cairo_line_to(c, x, edge(static_cast<float>(x)));
    }
    cairo_line_to(c, w, h);
    cairo_close_path(c);
    const double top = h * (1 - std::max(scene_.bank_left, scene_.bank_right) - 0.08);
    const std::unique_ptr<cairo_pattern_t, decltype(&cairo_pattern_destroy)> shade{
        cairo_pattern_create_linear(from_right() ? w : 0, top, from_right() ? w * 0.5 : w * 0.5, h),
        cairo_pattern_destroy};
    const auto stop = [&](double at, float facing) {
        const Rgb color = lit(ground, facing);
        cairo_pattern_add_color_stop_rgb(shade.get(), at, color.r, color.g, color.b);
    };
    stop(0, 0.95f);
    stop(0.45f, 0.66f);
    stop(1, 0.35f);
    cairo_set_source(c, shade.get());
    cairo_fill_preserve(c);

    // Wind in the snow, or tufts in the grass: strokes that follow the bank.
    cairo_save(c);
    cairo_clip(c);
    Random random(scene_.seed ^ 0x5A57ull);
    const float scale = static_cast<float>(width_) / 960;
    for (int i = 0; i < 260; ++i) {
        const float x = random.unit() * static_cast<float>(width_);
        const float depth = random.unit() * random.unit() * static_cast<float>(height_) * 0.4f;
        const float length = scale * (20 + 90 * random.unit()) * (0.4f + depth / (120 * scale));
        const bool bright = random.chance(0.5f);
        cairo_set_line_width(c, scale * random.between(0.8f, 2.6f));
        set_color(c, lit(bright ? ground : ground * 0.82f, bright ? 1.0f : 0.15f),
                  scene_.winter ? 0.20 : 0.26);
        cairo_move_to(c, x, edge(x) + depth);
        cairo_line_to(c, x + length * 0.5f, edge(x + length * 0.5f) + depth + scale);
        cairo_line_to(c, x + length, edge(x + length) + depth * 1.02f);
        cairo_stroke(c);
    }
    cairo_restore(c);
}

}  // namespace livecam::sim
