// All cameras as the publisher knows them: which entry of the store each has, and what its attempts
// mean for it. Owned by the publisher's thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/store_writer.h"
#include "sidecar/config/config.h"
#include "sidecar/fetch/attempt.h"
#include "sidecar/fetch/pool.h"
#include "sidecar/pages/snapshot.h"

namespace livecam::publish {

/// "/image/<slug>", the path of a camera's pictures.
std::string picture_path(std::string_view slug);

/// Whether livecamd asks this camera for pictures.
bool is_fetched(const config::Camera& camera);

class Wall {
  public:
    explicit Wall(StoreWriter& store) : store_(store) {}

    /// Makes entries, which nobody sees yet, for every camera that is fetched: what apply() needs
    /// the store's room for.
    Expected<void> prepare(const config::Config& config);

    /// Bytes of the pictures that apply() would remove.
    std::uint64_t freed_by(const config::Config& config) const;

    /// Shows every camera that is fetched, keeps the pictures that are there, and removes those of
    /// cameras that are gone. Paths that livecamctl put are left alone. `placeholder` is the path
    /// of the picture that stands for cameras that are down.
    Expected<void> apply(const config::Config& config, const std::string& placeholder = {});

    /// Lets on_down take effect where a camera has been down for long enough, and end. True if
    /// anything changed.
    bool tend(std::int64_t now_ms);

    /// Content hashes of the pictures that are in the store, for the fetch pool.
    fetch::Pool::Known known() const;

    enum class Accepted {
        kIgnored,  // of a camera that is gone or has another address now
        kPicture,  // published
        kDropped,  // no room: `error` says what and the remedy
        kState,    // nothing new to see, or the reason changed
    };
    struct Verdict {
        Accepted accepted = Accepted::kIgnored;
        bool visible = false;  // pages must be rendered again
        std::string error;
    };
    Verdict accept(const fetch::Attempt& attempt);

    pages::Snapshot snapshot(std::int64_t now_ms) const;

    /// The last failure's line for the log, "" if the last attempt was good.
    std::string_view detail(const std::string& slug) const;

    /// When the camera is asked next, ms since the epoch; 0: not known yet.
    std::int64_t next_due_at(const std::string& slug) const;
    /// What its entry says; null if there is no such camera.
    const Descriptor* descriptor(const std::string& slug) const;

    /// The etag of the picture that is shown, 0 if there is none.
    std::uint64_t shown(const std::string& slug) const;

    std::vector<std::string> slugs() const;
    std::size_t cameras() const noexcept { return cameras_.size(); }
    std::size_t with_picture() const;

  private:
    struct Camera {
        std::uint32_t entry = 0;
        std::uint64_t source = 0;
        std::int64_t interval_ms = 0;
        config::OnDown on_down = config::OnDown::kKeep;
        std::int64_t down_after_ms = 0;
        std::string detail;
        std::int64_t next_due_at = 0;  // ms since the epoch; 0: not asked yet
    };

    /// Makes `next` answer what on_down wants for a camera in that state.
    void withhold(const Camera& camera, Descriptor& next, std::int64_t now_ms) const;
    Verdict publish(Camera& camera, const fetch::Attempt& attempt);
    static std::int64_t interval_of(const Camera& camera, const fetch::Attempt& attempt);

    StoreWriter& store_;
    std::unordered_map<std::string, Camera> cameras_;  // by slug
    std::uint32_t placeholder_ = layout::kAnyEntry;    // the entry of the picture, if there is one
};

}  // namespace livecam::publish
