#include "tests/simulator/scenery/contact_sheet.h"

#include <algorithm>

#include "tests/simulator/scenery/cairo_canvas.h"
#include "tests/simulator/scenery/painter.h"
#include "tests/simulator/schedule.h"

namespace livecam::sim {

bool write_contact_sheet(const std::string& file, std::uint64_t seed, int scenes, int width,
                         int height) {
    constexpr int kMost = 4;
    const int columns = std::min(kMost, scenes);
    const int rows = (scenes + columns - 1) / columns;
    Raster sheet(columns * width, rows * height);
    for (int i = 0; i < scenes; ++i) {
        Painter painter(make_scene(seed, i), width, height);
        const Raster picture = painter.paint(Schedule::now_ms());
        for (int y = 0; y < height; ++y) {
            std::copy_n(picture.row(y), width,
                        sheet.row(i / columns * height + y) + i % columns * width);
        }
    }
    const CairoSurface surface = surface_of(sheet);
    return cairo_surface_write_to_png(surface.get(), file.c_str()) == CAIRO_STATUS_SUCCESS;
}

}  // namespace livecam::sim
