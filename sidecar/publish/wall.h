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

class Wall {
  public:
    explicit Wall(StoreWriter& store) : store_(store) {}

    /// Makes an entry for every camera that is fetched, keeps the pictures that are there, and
    /// removes the entries of cameras that are gone. Paths that livecamctl put are left alone.
    Expected<void> apply(const config::Config& config);

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
        std::string detail;
    };

    Verdict publish(Camera& camera, const fetch::Attempt& attempt);
    static std::int64_t interval_of(const Camera& camera, const fetch::Attempt& attempt);

    StoreWriter& store_;
    std::unordered_map<std::string, Camera> cameras_;  // by slug
};

}  // namespace livecam::publish
