// A picture in memory, in the format cairo and libturbojpeg share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace livecam::sim {

/// Pixels as 0xffRRGGBB words (CAIRO_FORMAT_RGB24, TJPF_BGRX), rows without gaps.
struct Raster {
    Raster(int w, int h)
        : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}

    std::uint32_t* row(int y) {
        return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }
    const std::uint32_t* row(int y) const {
        return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }

    int width, height;
    std::vector<std::uint32_t> pixels;
};

/// Where the horizon lies and how many pixels one radian takes, for a picture of this size.
struct View {
    float horizon, focal;

    static View of(int width, int height) {
        return {0.60f * static_cast<float>(height), 0.95f * static_cast<float>(width)};
    }
};

}  // namespace livecam::sim
