// What is said of a camera or feed that fails: the first failure at once, each new reason once, and
// then ever more rarely how it goes on; and when it is back. One that fails and comes back every
// few seconds is not told of each time either.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sidecar/ops/log_text.h"

namespace livecam::ops {

/// Times are milliseconds of one clock. For one thread.
class Outages {
  public:
    /// A camera that was well for so long begins anew: its next failure is told at once.
    static constexpr std::int64_t kCalm = 60'000;
    /// Between two lines with a reason that was told; doubled each time up to the second.
    static constexpr std::int64_t kFirstPause = 60'000;
    static constexpr std::int64_t kLongestPause = 15 * 60'000;

    /// What follows the name of who failed in a line, or nothing, which is what to say of most.
    using Said = std::optional<Fields>;

    /// `reason` is one of few words; `detail` may be any text.
    Said failed(const std::string& name, std::string_view reason, std::string_view detail,
                std::int64_t now);
    /// Nothing also if the failures before it were not told.
    Said worked(const std::string& name, std::int64_t now);

    /// Forgets all others.
    template <class Predicate>
    void keep(Predicate wanted) {
        std::erase_if(outages_, [&](const auto& item) { return !wanted(item.first); });
    }
    std::size_t size() const noexcept { return outages_.size(); }

  private:
    struct Outage {
        bool failing = false;
        bool told = false;           // of this outage
        std::int64_t began = 0;      // it, or the last one
        std::int64_t ended = 0;      // the last one
        std::int64_t next_line = 0;  // when a known reason may be told again
        std::int64_t pause = kFirstPause;
        std::int64_t failures = 0;                   // in this outage
        std::int64_t untold = 0;                     // outages that came and went without a line
        std::set<std::string, std::less<>> reasons;  // that were told
    };

    std::unordered_map<std::string, Outage> outages_;  // failing, or not calm yet
};

}  // namespace livecam::ops
