// Who is looking: reads shared/demand.h, which the workers write, and says which cameras somebody
// has begun to look at.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/demand.h"
#include "shared/store_writer.h"

namespace livecam::publish {

/// Owned by the publisher's thread.
class Audience {
  public:
    /// The slugs of cameras that were looked at, each told once in a quarter of `idle_after`, and
    /// at once if it was not looked at for longer. One pread(2) for all cameras.
    std::vector<std::string> newly_looked(const StoreWriter& store,
                                          std::chrono::milliseconds idle_after);

  private:
    void reopen(const StoreWriter& store);

    DemandFile file_;
    std::uint64_t epoch_ = 0;
    std::vector<Demand> demands_;
    std::unordered_map<std::uint32_t, std::int64_t> told_;  // entry → the look that was told, ms
};

}  // namespace livecam::publish
