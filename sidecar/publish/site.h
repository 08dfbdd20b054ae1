// Everything in the store but the pictures: rendered bodies, compressed and published when they
// differ from what is there. Owned by the publisher's thread.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/store_writer.h"
#include "sidecar/pages/compress.h"
#include "sidecar/pages/renderer.h"

namespace livecam::publish {

/// A body's further response headers as the store has them.
std::string header_lines(const pages::Body& body);

class Site {
  public:
    Site(StoreWriter& store, pages::Renderer renderer)
        : store_(store), renderer_(std::move(renderer)) {}

    /// What does not follow the pictures; also removes paths that are no longer part of the site.
    /// Call after each change of configuration, before publish_following().
    Expected<void> publish_fixed(std::int64_t now_ms);

    /// The pages and JSON that follow the pictures.
    Expected<void> publish_following(const pages::Snapshot& snapshot);

    /// Another configuration or other templates; takes effect at the next publish_fixed().
    void replace(pages::Renderer renderer) { renderer_ = std::move(renderer); }

  private:
    Expected<void> publish(const pages::Body& body, std::int64_t now_ms);
    void remove_others(const std::vector<std::string>& kept);

    StoreWriter& store_;
    pages::Renderer renderer_;
    std::unordered_map<std::string, std::uint64_t> published_;  // path → hash of the body
};

}  // namespace livecam::publish
