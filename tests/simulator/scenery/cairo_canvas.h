// cairo on our own pixels.
#pragma once

#include <cairo.h>

#include <memory>

#include "tests/simulator/scenery/color.h"
#include "tests/simulator/scenery/raster.h"

namespace livecam::sim {

struct CairoDelete {
    void operator()(cairo_t* c) const { cairo_destroy(c); }
    void operator()(cairo_surface_t* s) const { cairo_surface_destroy(s); }
};
using CairoContext = std::unique_ptr<cairo_t, CairoDelete>;
using CairoSurface = std::unique_ptr<cairo_surface_t, CairoDelete>;

/// The raster as a cairo surface; REQUIRES that the raster outlives it.
inline CairoSurface surface_of(Raster& raster) {
    return CairoSurface{cairo_image_surface_create_for_data(
        reinterpret_cast<unsigned char*>(raster.pixels.data()), CAIRO_FORMAT_RGB24, raster.width,
        raster.height, raster.width * 4)};
}

inline void set_color(cairo_t* c, Rgb color, double alpha = 1) {
    cairo_set_source_rgba(c, color.r, color.g, color.b, alpha);
}

}  // namespace livecam::sim
