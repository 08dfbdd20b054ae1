// Start here. From a configuration and the state of all cameras to every body but the pictures.
#pragma once

#include <string>
#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/pages/assets.h"
#include "sidecar/pages/body.h"
#include "sidecar/pages/local_time.h"
#include "sidecar/pages/page_template.h"
#include "sidecar/pages/security_headers.h"
#include "sidecar/pages/snapshot.h"
#include "sidecar/pages/template_source.h"

namespace livecam::pages {

/// A camera's place in the configuration.
struct CameraPlace {
    std::size_t group;
    std::size_t camera;
};

/// A pure function of what it was given: the same configuration, files and snapshot give the same
/// bytes, and a snapshot that differs in its times of checking only gives them as well, so that an
/// unchanged body can be told by comparing. For one thread.
class Renderer {
  public:
    /// Reads all templates and files; errors name the file and the line, or the setting.
    static Expected<Renderer> create(const config::Config& config, const TemplateSource& source);

    /// Bodies that stay until the configuration or html/ changes: files under /s/, what
    /// site_files.h names, redirects, misses, what was taken down, and what workers compute.
    std::vector<Body> fixed();

    /// Bodies that follow the pictures and the facts: each group's wall and JSON; the first group's
    /// also at "/" and "/.json".
    std::vector<Body> following(const Snapshot& snapshot);

    /// Bodies that follow the facts alone: each group's, and what /api/state.json takes from them.
    std::vector<Body> facts(const Facts& facts) const;

    /// The cameras that have a page.
    const std::vector<CameraPlace>& places() const noexcept { return places_; }
    const config::Camera& camera(const CameraPlace& place) const {
        return config_.groups[place.group].cameras[place.camera];
    }
    CameraView view(const CameraPlace& place, const Snapshot& snapshot) const {
        return snapshot.of(config_.groups[place.group].id, camera(place).slug);
    }

    /// A camera's JSON, which follows its pictures.
    Body camera_json(const CameraPlace& place, const CameraView& view) const;

    /// Its page, and the one for frames: those are the same for all views of one lasting().
    std::vector<Body> camera_pages(const CameraPlace& place, const CameraView& view);

    /// The key of the picture that stands for cameras that are down.
    const std::string& placeholder() const noexcept { return placeholder_; }

    /// X-Version: another one when the list of cameras or the design is another.
    const std::string& version() const noexcept { return version_; }

  private:
    Renderer(const config::Config& config, LocalClock clock, PageTemplate wall, PageTemplate camera,
             PageTemplate embed, Assets assets);

    Body page(std::string path, std::string content, std::uint32_t max_age_s) const;
    Body json(std::string path, std::string content, std::uint32_t max_age_s) const;

    config::Config config_;
    LocalClock clock_;
    PageTemplate wall_;
    PageTemplate camera_;
    PageTemplate embed_;
    Assets assets_;
    std::vector<Body> files_;
    std::string placeholder_;
    std::vector<std::string> etags_;  // of the groups, see group_etag
    std::string wall_version_;        // of all of them together
    std::vector<CameraPlace> places_;
    std::string version_;
    Headers page_headers_;
    Headers embed_headers_;
    Headers resource_headers_;
};

}  // namespace livecam::pages
