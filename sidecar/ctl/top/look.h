// Where the table comes from: the index, whoever is alive; `demand`; and livecamd itself for how
// long fetches take.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "shared/store_reader.h"
#include "sidecar/ctl/top/table.h"

namespace livecam::ctl {

class TopLooks {
  public:
    explicit TopLooks(StoreReader& reader) : reader_(reader) {}

    /// The cameras as they are now; hits are those since the look before.
    TopTable look();

  private:
    void ask(TopTable& table) const;

    StoreReader& reader_;
    std::uint64_t epoch_ = 0;                                // of the index that hits_ is of
    std::int64_t looked_at_ms_ = 0;                          // CLOCK_MONOTONIC
    std::unordered_map<std::uint32_t, std::uint64_t> hits_;  // by entry
};

}  // namespace livecam::ctl
