// Everything in the store but the pictures: rendered bodies, compressed and published when they
// differ from what is there. Owned by the publisher's thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/store_writer.h"
#include "sidecar/publish/edition.h"

namespace livecam::publish {

class Site {
  public:
    Site(StoreWriter& store, pages::Renderer renderer)
        : store_(store), renderer_(std::move(renderer)) {}

    /// All of it, body by body, as at a start; also removes paths that are not part of the site.
    Expected<void> publish_all(const pages::Snapshot& snapshot);

    /// What was published may be lost: the next publish_all() writes every body again.
    void forget_published() { published_.clear(); }

    /// Whether an edition can be carried out: makes the entries it needs, which nobody sees yet,
    /// and weighs its bodies against the room there is. `freed` bytes of pictures go before. An
    /// error says how much is missing; nothing that can be seen has changed then.
    Expected<void> check(const Edition& edition, std::uint64_t freed);

    /// Another configuration or other templates, checked before. An error names what could not be
    /// written after all; the rest is in force.
    Expected<void> carry_out(Edition edition, std::int64_t now_ms);

    /// The walls and their JSON; what follows the facts alone only if they are others.
    Expected<void> publish_walls(const pages::Snapshot& snapshot);

    /// JSON of cameras whose picture or state changed, and pages of those whose state changed,
    /// until `deadline`. False if some are left for the next time.
    Expected<bool> publish_cameras(const pages::Snapshot& snapshot,
                                   std::chrono::steady_clock::time_point deadline);

    const Published& published() const noexcept { return published_; }
    const pages::Renderer& renderer() const noexcept { return renderer_; }

  private:
    Expected<void> publish(const Prepared& prepared, std::int64_t now_ms);
    Expected<void> publish_if_new(pages::Body body, std::int64_t now_ms);
    Expected<void> publish_camera(const pages::CameraPlace& place, const pages::CameraView& view,
                                  std::int64_t now_ms);
    void remove_others(const std::vector<std::string>& kept);

    StoreWriter& store_;
    pages::Renderer renderer_;
    Published published_;
    std::unordered_map<std::string, pages::CameraView> rendered_;  // by slug, as published
    pages::FactsPtr facts_;                                        // as published
    std::size_t next_ = 0;  // where publish_cameras() goes on
};

}  // namespace livecam::publish
