// Start here. From a configuration and the state of all cameras to every body but the pictures.
#pragma once

#include <string>
#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/pages/assets.h"
#include "sidecar/pages/body.h"
#include "sidecar/pages/local_time.h"
#include "sidecar/pages/page_template.h"
#include "sidecar/pages/snapshot.h"
#include "sidecar/pages/template_source.h"

namespace livecam::pages {

/// A pure function of what it was given: the same configuration, files and snapshot give the same
/// bytes, and a snapshot that differs in its times of checking only gives them as well, so that an
/// unchanged body can be told by comparing. For one thread.
class Renderer {
  public:
    /// Reads all templates and files; errors name the file and the line, or the setting.
    static Expected<Renderer> create(const config::Config& config, const TemplateSource& source);

    /// Bodies that stay until the configuration or html/ changes: files under /s/, favicon,
    /// robots.txt, camera pages and their JSON, redirects, misses, and what workers compute.
    std::vector<Body> fixed();

    /// Bodies that follow the pictures: each group's wall and JSON; the first group's also at "/"
    /// and "/.json".
    std::vector<Body> following(const Snapshot& snapshot);

  private:
    Renderer(const config::Config& config, LocalClock clock, PageTemplate wall, PageTemplate camera,
             Assets assets);

    Body page(std::string path, std::string content, std::uint32_t max_age_s) const;

    config::Config config_;
    LocalClock clock_;
    PageTemplate wall_;
    PageTemplate camera_;
    Assets assets_;
    std::string favicon_;
    std::string robots_;
    std::vector<std::string> etags_;  // of the groups, see group_etag
    std::vector<std::pair<std::string, std::string>> page_headers_;
};

}  // namespace livecam::pages
