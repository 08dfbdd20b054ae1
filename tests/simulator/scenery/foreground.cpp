#include "tests/simulator/scenery/foreground.h"

#include <algorithm>
#include <cmath>

#include "tests/simulator/scenery/bank.h"
#include "tests/simulator/scenery/cairo_canvas.h"
#include "tests/simulator/scenery/chalet.h"
#include "tests/simulator/scenery/conifer.h"
#include "tests/simulator/scenery/lift.h"
#include "tests/simulator/scenery/random.h"
#include "tests/simulator/scenery/road.h"

namespace livecam::sim {
namespace {

struct Tree {
    float x, y, size, faded;
};

/// Groves rather than an even sprinkle; back to front, because nearer trees cover farther ones.
std::vector<Tree> plant(const Scene& scene, const Bank& bank, Random& random) {
    const auto w = static_cast<float>(bank.width());
    const auto h = static_cast<float>(bank.height());
    std::vector<Tree> trees;
    const float left = random.between(0.0f, 0.25f);
    const float right = random.between(0.75f, 1.0f);
    for (int i = 0; i < scene.conifers; ++i) {
        const float centre = random.chance(0.5f) ? left : right;
        const float spread = random.between(-1, 1) * random.unit();
        const float x = w * (centre + 0.30f * spread);
        const float near = random.unit() * random.unit();
        const float room = std::max(0.0f, h - bank.edge(x));
        trees.push_back({x, bank.edge(x) + near * room * 0.9f + 2,
                         h * (0.10f + 0.26f * near + 0.05f * random.unit()), 0.28f * (1 - near)});
    }
    std::sort(trees.begin(), trees.end(), [](const Tree& a, const Tree& b) { return a.y < b.y; });
    return trees;
}

}  // namespace

void paint_foreground(Raster& raster, const Scene& scene, const Light& light,
                      std::vector<std::uint8_t>& sky) {
    const std::vector<std::uint32_t> before = raster.pixels;
    const Bank bank(scene, light, raster.width, raster.height);
    Random random(scene.seed ^ 0xF02Eull);
    {
        const CairoSurface surface = surface_of(raster);
        const CairoContext context{cairo_create(surface.get())};
        cairo_t* c = context.get();
        cairo_set_antialias(c, CAIRO_ANTIALIAS_FAST);
        if (scene.lift) {
            draw_lift(c, bank, scene, light);
        }
        bank.paint(c);
        if (scene.road) {
            draw_road(c, bank, scene);
        }
        if (scene.chalet) {
            draw_chalet(c, bank, scene, light);
        }
        for (const Tree& tree : plant(scene, bank, random)) {
            draw_conifer(c, bank, random, tree.x, tree.y, tree.size, tree.faded, light.haze,
                         scene.winter);
        }
        cairo_surface_flush(surface.get());
    }
    for (std::size_t i = 0; i < sky.size(); ++i) {
        if (raster.pixels[i] != before[i]) {
            sky[i] = 0;
        }
    }
}

}  // namespace livecam::sim
