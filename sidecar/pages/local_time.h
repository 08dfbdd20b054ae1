// Moments as pages and JSON show them.
#pragma once

#include <cstdint>
#include <string>

#include "shared/error.h"

namespace date {
class time_zone;
}

namespace livecam::pages {

/// "2026-01-31T21:03:05Z" of milliseconds since the epoch (RFC 3339, to the second).
std::string iso_utc(std::int64_t ms);

/// Wall clock of one time zone, from the system's own tz database.
class LocalClock {
  public:
    /// `zone` is an IANA name; the error says where names are looked up.
    static Expected<LocalClock> create(const std::string& zone);

    /// "Jan 31, 14:03": an absolute time, so that a page kept for a while does not lie.
    std::string display(std::int64_t ms) const;

  private:
    explicit LocalClock(const date::time_zone* zone) : zone_(zone) {}

    const date::time_zone* zone_;  // owned by the tz library, for the life of the process
};

}  // namespace livecam::pages
