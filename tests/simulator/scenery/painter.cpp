#include "tests/simulator/scenery/painter.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <utility>

#include "tests/simulator/scenery/foreground.h"
#include "tests/simulator/scenery/overlay.h"
#include "tests/simulator/scenery/random.h"
#include "tests/simulator/scenery/sky.h"
#include "tests/simulator/scenery/snowfall.h"
#include "tests/simulator/scenery/terrain.h"

namespace livecam::sim {
namespace {

constexpr int kQuarters = 96;

/// Which quarter of an hour the scene lives in: the local time, shifted by its own hours.
int quarter_of(const Scene& scene, std::int64_t born_ms) {
    const auto seconds = static_cast<std::time_t>(born_ms / 1000);
    std::tm local{};
    localtime_r(&seconds, &local);
    const float day = static_cast<float>(local.tm_hour * 60 + local.tm_min) / 1440;
    const float turned = day + scene.day_shift;
    return static_cast<int>((turned - std::floor(turned)) * kQuarters) % kQuarters;
}

}  // namespace

Painter::Painter(Scene scene, int width, int height)
    : scene_(std::move(scene)), width_(width), height_(height) {}

Painter::Still Painter::make_still(int quarter) const {
    const Light light = light_at((static_cast<float>(quarter) + 0.5f) / kQuarters, scene_.azimuth);
    Raster land(width_, height_);
    paint_sky(land, scene_, light);
    std::vector<std::uint8_t> sky = paint_terrain(land, scene_, light);
    paint_foreground(land, scene_, light, sky);
    const auto last = std::find_if(sky.rbegin(), sky.rend(), [](auto left) { return left != 0; });
    const auto rows = (sky.rend() - last + width_ - 1) / width_;
    sky.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(width_));
    sky.shrink_to_fit();
    return {quarter,
            light,
            std::move(land),
            std::move(sky),
            static_cast<int>(rows),
            Clouds(scene_, light, width_, height_)};
}

Raster Painter::paint(std::int64_t born_ms) {
    const int quarter = quarter_of(scene_, born_ms);
    if (!still_ || still_->quarter != quarter) {
        still_.reset();
        still_.emplace(make_still(quarter));
    }
    Raster picture = still_->land;
    const double minutes = static_cast<double>(born_ms) / 60000;
    still_->clouds.blend(picture, minutes * scene_.wind / Clouds::kSpan, still_->sky,
                         still_->sky_rows);
    if (scene_.snowing) {
        paint_snowfall(picture, still_->light,
                       scene_.seed ^ mix64(static_cast<std::uint64_t>(born_ms)));
    }
    paint_overlay(picture, scene_.name, born_ms);
    return picture;
}

}  // namespace livecam::sim
