#include "tests/simulator/scenery/overlay.h"

#include <ctime>

#include "tests/simulator/scenery/cairo_canvas.h"

#if defined(__has_feature)
#define LIVECAM_HAS_FEATURE(x) __has_feature(x)
#else
#define LIVECAM_HAS_FEATURE(x) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || LIVECAM_HAS_FEATURE(address_sanitizer)
// fontconfig keeps the patterns of the faces it once matched; that is not ours to free.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\n";
}
#endif

namespace livecam::sim {
namespace {

std::string local_time(std::int64_t born_ms) {
    const auto seconds = static_cast<std::time_t>(born_ms / 1000);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    char text[64];
    const std::size_t length = std::strftime(text, sizeof text, "%a %d %b %Y   %H:%M:%S", &parts);
    return {text, length};
}

}  // namespace

void paint_overlay(Raster& raster, const std::string& name, std::int64_t born_ms) {
    const CairoSurface surface = surface_of(raster);
    const CairoContext context{cairo_create(surface.get())};
    cairo_t* c = context.get();
    const double w = raster.width;
    const double h = raster.height;
    const double strip = std::max(14.0, h * 0.058);
    cairo_set_source_rgba(c, 0.04, 0.06, 0.09, 0.62);
    cairo_rectangle(c, 0, h - strip, w, strip);
    cairo_fill(c);

    cairo_select_font_face(c, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(c, strip * 0.56);
    cairo_set_source_rgb(c, 1, 1, 1);
    const double base = h - strip * 0.30;
    const double margin = strip * 0.45;
    cairo_move_to(c, margin, base);
    cairo_show_text(c, name.c_str());

    const std::string when = local_time(born_ms);
    cairo_text_extents_t extents;
    cairo_text_extents(c, when.c_str(), &extents);
    cairo_move_to(c, w - margin - extents.x_advance, base);
    cairo_show_text(c, when.c_str());
    cairo_surface_flush(surface.get());
}

}  // namespace livecam::sim
