#include "sidecar/ctl/camera_changes.h"

#include <ctime>
#include <utility>

namespace livecam::ctl {
namespace {

constexpr std::int64_t kFullLookMs = 1000;

}  // namespace

Clocks read_clocks() {
    timespec wall{};
    timespec monotonic{};
    ::clock_gettime(CLOCK_REALTIME, &wall);
    ::clock_gettime(CLOCK_MONOTONIC, &monotonic);
    return {std::int64_t{wall.tv_sec} * 1000 + wall.tv_nsec / 1'000'000,
            static_cast<std::uint64_t>(monotonic.tv_sec) * 1'000'000'000 +
                static_cast<std::uint64_t>(monotonic.tv_nsec)};
}

std::string slug_of(std::string_view path) {
    constexpr std::string_view before = "/image/";
    const std::size_t found = path.rfind(before);
    return std::string(found == path.npos ? path : path.substr(found + before.size()));
}

void CameraChanges::learn(const IndexView& index, std::uint32_t entry,
                          std::vector<std::string>& touched) {
    Descriptor descriptor;
    descriptor.kind = Kind::kVersion;  // stays if the latch cannot be read
    index.read(entry, descriptor);
    std::string path{index.key(entry)};
    if (descriptor.kind == Kind::kFrames) {
        cameras_[path].descriptor = descriptor;
        touched.push_back(std::move(path));
    } else if (const auto known = cameras_.find(path);
               known != cameras_.end() && descriptor.kind != Kind::kVersion) {
        known->second.descriptor.reset();
    }
}

std::vector<CameraChange> CameraChanges::look(const IndexView& index, const Clocks& clocks) {
    std::vector<std::uint32_t> entries;
    const std::uint64_t until = index.generation();
    const bool known = index.epoch() == epoch_ && until >= generation_;
    const bool told = known && index.changes(generation_, until, [&entries](std::uint32_t entry) {
        entries.push_back(entry);
    });
    if (index.epoch() != epoch_) {
        for (auto& [path, camera] : cameras_) {
            camera.descriptor.reset();
        }
    }
    // A check without new bytes moves the times and tells nobody.
    if (!told || clocks.monotonic_ms() >= next_full_ms_) {
        next_full_ms_ = clocks.monotonic_ms() + kFullLookMs;
        for (std::uint32_t entry = 0; entry < index.entry_count(); ++entry) {
            entries.push_back(entry);
        }
    }
    epoch_ = index.epoch();
    generation_ = until;

    std::vector<std::string> touched;
    for (const std::uint32_t entry : entries) {
        learn(index, entry, touched);
    }
    std::vector<CameraChange> changes;
    const bool alive = index.sidecar_alive(clocks.monotonic_ns);
    const auto tell = [&](const std::string& path, Known& camera) {
        CameraChange now{path, "removed"};
        if (camera.descriptor) {
            const Descriptor& d = *camera.descriptor;
            now.state = to_string(state_of(d.freshness(), clocks.wall_ms, alive));
            now.etag = d.has_picture() ? d.frames[0].etag : 0;
            now.reason = d.reason;
        }
        if (camera.said != now) {
            camera.said = now;
            changes.push_back(now);
        }
    };
    for (const std::string& path : touched) {
        tell(path, cameras_[path]);
    }
    for (auto& [path, camera] : cameras_) {
        if (!camera.descriptor) {
            tell(path, camera);
        }
    }
    std::erase_if(cameras_, [](const auto& item) { return !item.second.descriptor; });
    return changes;
}

}  // namespace livecam::ctl
