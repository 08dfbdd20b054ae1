#include "tests/simulator/scenery/road.h"

#include <cmath>

#include "tests/simulator/scenery/cairo_canvas.h"
#include "tests/simulator/scenery/random.h"

namespace livecam::sim {

void draw_road(cairo_t* c, const Bank& bank, const Scene& scene) {
    Random random(scene.seed ^ 0x20ADull);
    const auto w = static_cast<float>(bank.width());
    const auto h = static_cast<float>(bank.height());
    const float side = random.chance(0.5f) ? 1.0f : -1.0f;
    const float crest_x = w * (0.5f + side * random.between(0.08f, 0.2f));
    const float crest_y = bank.edge(crest_x);
    const float bend = w * random.between(0.10f, 0.16f) * side;

    // The middle of the road and half its width, from the crest (t = 0) to the viewer (t = 1).
    const auto middle = [&](float t) {
        return crest_x - side * w * 0.16f * t * t + bend * std::sin(t * 4.6f) * (0.25f + 0.75f * t);
    };
    const auto half = [&](float t) { return w * (0.004f + 0.085f * std::pow(t, 1.5f)); };
    const auto ribbon = [&](float left, float right, float from, float to, Rgb color) {
        constexpr int kSteps = 24;
        for (int i = 0; i <= kSteps; ++i) {
            const float t = mix(from, to, static_cast<float>(i) / kSteps);
            cairo_line_to(c, middle(t) + half(t) * left, mix(crest_y, h, t));
        }
        for (int i = kSteps; i >= 0; --i) {
            const float t = mix(from, to, static_cast<float>(i) / kSteps);
            cairo_line_to(c, middle(t) + half(t) * right, mix(crest_y, h, t));
        }
        cairo_close_path(c);
        set_color(c, color);
        cairo_fill(c);
    };
    if (scene.winter) {
        ribbon(-1.22f, 1.22f, 0, 1, bank.lit(rgb8(0xdfe6ef), 0.25f));
    }
    ribbon(-1, 1, 0, 1, bank.lit(rgb8(0x5d6066), 0.55f));
    ribbon(-0.95f, -0.89f, 0, 1, bank.lit(rgb8(0xd8d8d2), 0.6f));
    ribbon(0.89f, 0.95f, 0, 1, bank.lit(rgb8(0xd8d8d2), 0.6f));
    for (float t = 0.06f; t < 1; t += 0.06f + 0.10f * t) {
        ribbon(-0.025f, 0.025f, t, t + 0.02f + 0.045f * t, bank.lit(rgb8(0xe6d37a), 0.7f));
    }
}

}  // namespace livecam::sim
