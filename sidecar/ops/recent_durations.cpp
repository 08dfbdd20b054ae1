#include "sidecar/ops/recent_durations.h"

#include <algorithm>

namespace livecam::ops {

void RecentDurations::add(std::int64_t ms) noexcept {
    ms_[added_++ % kCount] = static_cast<std::uint16_t>(std::clamp<std::int64_t>(ms, 0, 65'535));
}

std::optional<std::uint32_t> RecentDurations::percentile(int percent) const noexcept {
    const std::size_t count = std::min<std::size_t>(added_, kCount);
    if (count == 0) {
        return std::nullopt;
    }
    auto sorted = ms_;
    const std::size_t rank = (count * static_cast<std::size_t>(percent) + 99) / 100;
    const auto wanted =
        sorted.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(sorted.begin(), wanted, sorted.begin() + static_cast<std::ptrdiff_t>(count));
    return *wanted;
}

}  // namespace livecam::ops
