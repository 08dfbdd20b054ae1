#include "tests/simulator/scenery/chalet.h"

#include <initializer_list>
#include <utility>

#include "tests/simulator/scenery/cairo_canvas.h"
#include "tests/simulator/scenery/random.h"

namespace livecam::sim {
namespace {

void polygon(cairo_t* c, std::initializer_list<std::pair<float, float>> points) {
    for (const auto& [x, y] : points) {
        cairo_line_to(c, x, y);
    }
    cairo_close_path(c);
    cairo_fill(c);
}

}  // namespace

void draw_chalet(cairo_t* c, const Bank& bank, const Scene& scene, const Light& light) {
    Random random(scene.seed ^ 0xC4A1ull);
    const auto w = static_cast<float>(bank.width());
    const float s = static_cast<float>(bank.height()) * random.between(0.10f, 0.14f);
    const float x = w * random.between(0.36f, 0.64f);
    const float y = bank.edge(x) + s * 0.25f;
    const bool right = bank.from_right();
    const Rgb wood = mix(rgb8(0x6d4a30), rgb8(0x8a6444), random.unit());
    const Rgb roof = scene.winter ? rgb8(0xf3f6fb) : rgb8(0x5b4a44);

    // Long side, then the gable, which looks right.
    set_color(c, bank.lit(wood, right ? 0.2f : 0.8f));
    polygon(c,
            {{x - s, y}, {x - s, y - s * 0.5f}, {x + s * 0.1f, y - s * 0.5f}, {x + s * 0.1f, y}});
    set_color(c, bank.lit(wood, right ? 0.9f : 0.25f));
    polygon(c, {{x + s * 0.1f, y},
                {x + s * 0.1f, y - s * 0.5f},
                {x + s * 0.48f, y - s * 0.95f},
                {x + s * 0.86f, y - s * 0.5f},
                {x + s * 0.86f, y}});
    // Boards.
    set_color(c, bank.lit(wood * 0.6f, 0.2f), 0.35);
    cairo_set_line_width(c, s * 0.012f);
    for (int i = 1; i < 8; ++i) {
        const float by = y - s * 0.5f * static_cast<float>(i) / 8;
        cairo_move_to(c, x - s, by);
        cairo_line_to(c, x + s * 0.86f, by);
        cairo_stroke(c);
    }
    // A stone base, and snow or grass against it.
    set_color(c, bank.lit(rgb8(0x77726d), 0.4f));
    polygon(
        c,
        {{x - s, y}, {x - s, y - s * 0.12f}, {x + s * 0.86f, y - s * 0.12f}, {x + s * 0.86f, y}});
    // Roof: the side towards the viewer, its edge, the far verge over the gable.
    set_color(c, bank.lit(roof, right ? 0.45f : 0.95f));
    polygon(c, {{x - s * 1.12f, y - s * 0.44f},
                {x - s * 0.62f, y - s * 1.02f},
                {x + s * 0.50f, y - s * 1.02f},
                {x + s * 0.02f, y - s * 0.44f}});
    set_color(c, bank.lit(roof * 0.8f, 0.2f));
    polygon(c, {{x - s * 1.12f, y - s * 0.44f},
                {x + s * 0.02f, y - s * 0.44f},
                {x + s * 0.02f, y - s * 0.39f},
                {x - s * 1.12f, y - s * 0.39f}});
    set_color(c, bank.lit(roof, right ? 1.0f : 0.5f));
    polygon(c, {{x + s * 0.50f, y - s * 1.04f},
                {x + s * 0.99f, y - s * 0.45f},
                {x + s * 0.96f, y - s * 0.38f},
                {x + s * 0.46f, y - s * 0.95f}});
    polygon(c, {{x + s * 0.50f, y - s * 1.04f},
                {x + s * 0.02f, y - s * 0.45f},
                {x + s * 0.04f, y - s * 0.38f},
                {x + s * 0.50f, y - s * 0.95f}});
    // Chimney.
    set_color(c, bank.lit(rgb8(0x6f625a), right ? 0.8f : 0.5f));
    polygon(c, {{x - s * 0.35f, y - s * 0.92f},
                {x - s * 0.35f, y - s * 1.2f},
                {x - s * 0.22f, y - s * 1.2f},
                {x - s * 0.22f, y - s * 0.92f}});

    const Rgb dark = bank.lit(rgb8(0x37424c), 0.5f);
    const Rgb window = mix(dark, rgb8(0xffcf73), light.elevation < 3 ? 0.95f : 0.0f);
    const auto pane = [&](float px, float py) {
        set_color(c, window);
        cairo_rectangle(c, x + s * px, y - s * py, s * 0.15f, s * 0.15f);
        cairo_fill(c);
        set_color(c, bank.lit(rgb8(0x3b281b), 0.3f));
        cairo_set_line_width(c, s * 0.018f);
        cairo_rectangle(c, x + s * px, y - s * py, s * 0.15f, s * 0.15f);
        cairo_move_to(c, x + s * (px + 0.075f), y - s * py);
        cairo_line_to(c, x + s * (px + 0.075f), y - s * (py - 0.15f));
        cairo_stroke(c);
    };
    for (const float px : {-0.85f, -0.55f, -0.25f}) {
        pane(px, 0.34f);
    }
    pane(0.24f, 0.34f);
    pane(0.54f, 0.34f);
    pane(0.40f, 0.68f);
}

}  // namespace livecam::sim
