// Facts while they are put together, at one moment.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <unordered_map>

#include "sidecar/config/config.h"
#include "sidecar/pages/facts.h"

namespace livecam::feeds {

class Draft {
  public:
    /// `now` is in seconds since the epoch.
    Draft(const config::Config& config, std::int64_t now) : config_(config), now_(now) {}

    const config::Config& config() const noexcept { return config_; }
    std::int64_t now() const noexcept { return now_; }
    pages::GroupFacts& group(const std::string& id) { return groups_[id]; }

    /// Whether something that began at `since` still counts; the draft has to be made again when it
    /// ends.
    bool lasts(std::int64_t since, std::chrono::milliseconds span);
    bool lasts_until(std::int64_t end);

    /// A candidate for a camera's station: of several the fresher one is taken. One that is too
    /// old, or measures nothing, is none.
    void offer(const std::string& group, const std::string& slug,
               const pages::WeatherStation& station);

    /// The next moment at which something ends by itself.
    std::int64_t next_turn() const noexcept { return next_turn_; }

    /// All groups of the configuration. What is as it was in `before` stays the same object, and
    /// if everything is, so does the whole.
    pages::FactsPtr finish(const pages::FactsPtr& before);

  private:
    const config::Config& config_;
    std::int64_t now_;
    std::int64_t next_turn_ = std::numeric_limits<std::int64_t>::max();
    std::unordered_map<std::string, pages::GroupFacts> groups_;
};

}  // namespace livecam::feeds
