// A small wall with one of everything, and ways to look at what is rendered from it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sidecar/pages/renderer.h"

namespace livecam::pages {

inline constexpr std::int64_t kMoment = 1769893385000;  // 2026-01-31T21:03:05Z

inline config::Camera camera(const std::string& slug, const std::string& name) {
    config::Camera camera;
    camera.slug = slug;
    camera.id = slug;
    camera.name = name;
    camera.src = "http://user:secret@" + slug + ".cameras.example:8080/" + slug + ".jpg?key=hidden";
    camera.kind_name = "img";
    return camera;
}

inline config::Camera frame(const std::string& slug, const std::string& src) {
    config::Camera camera = pages::camera(slug, "Frame " + slug);
    camera.kind = config::CameraKind::kIframe;
    camera.kind_name = "iframe";
    camera.src = src;
    return camera;
}

/// Groups lcc (a camera, an iframe, a disabled camera, a road status camera) and bcc (one camera).
inline config::Config small_config() {
    config::Config config;
    config.site.title = "Two Valleys";
    config.site.timezone = "America/Denver";
    config::Group first{"lcc", "LCC", "Little Cottonwood Canyon", {}};
    first.cameras.push_back(camera("superior", "Mount Superior"));
    first.cameras[0].weather_station_id = 1650160;
    first.cameras[0].synoptic_stid = "SBDU1";
    first.cameras.push_back(frame("tube", "https://www.tube.example/embed/x?a=1&b=2"));
    first.cameras.push_back(camera("off", "Switched off"));
    first.cameras.back().enabled = false;
    first.cameras.push_back(camera("road", "Road"));
    first.cameras.back().kind = config::CameraKind::kRoadStatus;
    first.cameras.back().kind_name = "roadstatus";
    config::Group second{"bcc", "BCC", "Big Cottonwood Canyon", {}};
    second.cameras.push_back(camera("dogwood", "Dogwood"));
    config.groups = {first, second};
    return config;
}

inline CameraView view(CameraState state, std::uint64_t etag) {
    CameraView view;
    view.state = state;
    view.shown = etag == 0 ? Shown::kNothing : Shown::kPicture;
    view.etag = etag;
    view.changed_at = etag == 0 ? 0 : kMoment;
    view.stale_at = etag == 0 ? 0 : kMoment + 30'000;
    view.width = etag == 0 ? 0 : 1920;
    view.height = etag == 0 ? 0 : 1080;
    return view;
}

inline Snapshot small_snapshot() {
    Snapshot snapshot;
    snapshot.now_ms = kMoment + 1000;
    snapshot.cameras["superior"] = view(CameraState::kLive, 0xABCDEF);
    snapshot.cameras["dogwood"] = view(CameraState::kPending, 0);
    return snapshot;
}

inline Renderer make_renderer(const config::Config& config) {
    auto renderer = Renderer::create(config, TemplateSource::embedded());
    if (!renderer) {
        throw std::runtime_error(renderer.error().message);
    }
    return std::move(*renderer);
}

inline std::vector<Body> all_bodies(const config::Config& config, const Snapshot& snapshot) {
    Renderer renderer = make_renderer(config);
    std::vector<Body> all = renderer.fixed();
    const auto add = [&all](std::vector<Body> more) {
        all.insert(all.end(), more.begin(), more.end());
    };
    add(renderer.following(snapshot));
    add(renderer.facts(*snapshot.facts));
    for (const CameraPlace& place : renderer.places()) {
        const CameraView view = renderer.view(place, snapshot);
        all.push_back(renderer.camera_json(place, view));
        add(renderer.camera_pages(place, view));
    }
    return all;
}

/// The body of a path; fails the test, and gives an empty one, if there is none or more than one.
inline Body body_at(const std::vector<Body>& all, const std::string& path) {
    Body found;
    int count = 0;
    for (const Body& body : all) {
        if (body.path == path) {
            found = body;
            ++count;
        }
    }
    EXPECT_EQ(count, 1) << path;
    return found;
}

inline std::string header(const Body& body, const std::string& name) {
    for (const auto& [key, value] : body.headers) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

inline std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++found;
    }
    return found;
}

}  // namespace livecam::pages
