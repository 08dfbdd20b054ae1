// How long the newest attempts took, exactly: what a person asks for, where the histogram of the
// metrics has only bounds, and everything since the start.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace livecam::ops {

class RecentDurations {
  public:
    /// Of the newest 64 attempts; 128 bytes, because there is one for each camera.
    static constexpr std::size_t kCount = 64;

    /// In ms; what is longer than 65 s counts as that.
    void add(std::int64_t ms) noexcept;

    /// By nearest rank, `percent` 1 to 100; nullopt before the first attempt.
    std::optional<std::uint32_t> percentile(int percent) const noexcept;

  private:
    std::array<std::uint16_t, kCount> ms_{};
    std::uint32_t added_ = 0;
};

}  // namespace livecam::ops
