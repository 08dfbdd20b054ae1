// Reads descriptors with the latch itself, over words that count, to tell how many tries it took.
#pragma once

#include <cstdint>
#include <optional>

#include "shared/fd.h"

namespace livecam::stress {

class LatchProbe {
  public:
    LatchProbe() = default;
    LatchProbe(const LatchProbe&) = delete;
    LatchProbe& operator=(const LatchProbe&) = delete;
    ~LatchProbe();

    /// Maps the index that has the name now. False if there is none.
    bool attach(int directory, std::uint64_t epoch);
    std::uint64_t epoch() const { return epoch_; }

    /// Retries that one copy of this descriptor took; nullopt if the latch gave up.
    std::optional<int> retries(std::uint32_t entry) const;

  private:
    void* base_ = nullptr;
    std::size_t length_ = 0;
    std::uint64_t epoch_ = 0;
};

}  // namespace livecam::stress
