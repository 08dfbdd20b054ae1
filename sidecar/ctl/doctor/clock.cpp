#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "sidecar/ctl/camera_changes.h"
#include "sidecar/ctl/doctor/examination.h"

namespace livecam::ctl {
namespace {

constexpr std::int64_t kToleranceMs = 60'000;
constexpr std::int64_t kFirstRelease = 1'750'000'000'000;  // ms since the epoch: before this code

}  // namespace

void look_at_clock(Examination& e) {
    const std::int64_t now = read_clocks().wall_ms;
    if (now < kFirstRelease) {
        e.find("clock", fmt::format("says {} s since 1970, which has been", now / 1000),
               "set it, and let chrony or systemd-timesyncd keep it");
    }
    std::int64_t latest = 0;
    Descriptor descriptor;
    for (std::uint32_t entry = 0; e.index != nullptr && entry < e.index->entry_count(); ++entry) {
        if (e.index->read(entry, descriptor) && descriptor.kind == Kind::kFrames) {
            latest = std::max(latest, descriptor.checked_at);
        }
    }
    if (latest > now + kToleranceMs) {
        e.find("clock",
               fmt::format("is {} s behind the newest look at a camera: it was set back, and ages "
                           "are wrong",
                           (latest - now) / 1000),
               "let chrony or systemd-timesyncd keep it, and restart livecamd");
    }
}

}  // namespace livecam::ctl
