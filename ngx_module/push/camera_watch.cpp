// nginx's headers come first.
#include "ngx_module/push/camera_watch.h"
//
#include <algorithm>
#include <limits>

namespace livecam::http {
namespace {

constexpr std::int64_t kScanMs = 5000;
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

/// When the state can change by itself; kNever if only another descriptor can change it.
std::int64_t deadline(const Descriptor& camera, std::int64_t now_ms) noexcept {
    std::int64_t next = kNever;
    for (const std::int64_t at : {camera.stale_at, camera.down_at}) {
        if (at > now_ms && at < next) {
            next = at;
        }
    }
    return next;
}

/// Far enough for a client to be told: by an eighth of the time that a picture stays live.
bool moved(const Descriptor& camera, std::int64_t told) noexcept {
    const std::int64_t live = camera.stale_at - camera.frames[0].changed_at;
    const std::int64_t by = camera.stale_at - told;
    return camera.has_picture() && (by > 0 ? by : -by) > (live > 0 ? live / 8 : 0);
}

}  // namespace

CameraWatch::~CameraWatch() {
    if (told_ != nullptr) {
        ngx_free(told_);
    }
}

bool CameraWatch::reserve(std::uint32_t entries) noexcept {
    if (entries <= capacity_) {
        return true;
    }
    const std::uint32_t capacity = entries + entries / 4 + 64;
    auto* grown = static_cast<Told*>(ngx_calloc(capacity * sizeof(Told), log_));
    if (grown == nullptr) {
        return false;
    }
    if (told_ != nullptr) {
        ngx_memcpy(grown, told_, capacity_ * sizeof(Told));
        ngx_free(told_);
    }
    told_ = grown;
    capacity_ = capacity;
    return true;
}

void CameraWatch::note(const IndexView& index, std::uint32_t entry, std::int64_t now_ms, bool alive,
                       bool tell) noexcept {
    Descriptor camera;
    if (entry >= capacity_) {
        return;
    }
    Told& told = told_[entry];
    if (!index.read(entry, camera) || camera.kind != Kind::kFrames) {
        told.camera = false;
        return;
    }
    const CameraState state = state_of(camera.freshness(), now_ms, alive);
    const bool later = moved(camera, told.stale_at);
    if (tell && told.camera && (told.state != state || later)) {
        log_of_changes_[++position_ % kLogSize] = entry;
    }
    if (!tell || later) {
        told.stale_at = camera.stale_at;
    }
    const std::int64_t next = deadline(camera, now_ms);
    next_deadline_ = next < next_deadline_ ? next : next_deadline_;
    told.new_picture = told.serial != camera.frames[0].serial;
    told.serial = camera.frames[0].serial;
    told.state = state;
    told.camera = true;
}

void CameraWatch::scan(const IndexView& index, std::int64_t now_ms, bool alive,
                       bool tell) noexcept {
    const std::uint32_t count = index.entry_count();
    if (!reserve(count)) {
        return;
    }
    next_deadline_ = kNever;
    next_scan_ = now_ms + kScanMs;
    for (std::uint32_t entry = 0; entry < count; ++entry) {
        note(index, entry, now_ms, alive, tell);
    }
}

void CameraWatch::begin(const IndexView& index, std::int64_t now_ms, bool alive) noexcept {
    if (told_ != nullptr) {
        ngx_memzero(told_, capacity_ * sizeof(Told));
    }
    alive_ = alive;
    last_now_ = now_ms;
    scan(index, now_ms, alive, false);
}

bool CameraWatch::update(const IndexView& index, std::uint64_t since, std::uint64_t until,
                         std::int64_t now_ms, bool alive) noexcept {
    const std::uint64_t before = position_;
    // Changes of descriptors first, and silently: their own events carry the new state.
    if (since != until) {
        const bool complete = reserve(index.entry_count()) &&
                              index.changes(since, until, [&](std::uint32_t entry) noexcept {
                                  note(index, entry, now_ms, alive, false);
                              });
        if (!complete) {
            scan(index, now_ms, alive, false);
        }
    }
    if (alive != alive_ || now_ms >= std::min(next_deadline_, next_scan_) || now_ms < last_now_) {
        scan(index, now_ms, alive, true);
    }
    alive_ = alive;
    last_now_ = now_ms;
    return position_ != before;
}

bool CameraWatch::new_picture(std::uint32_t entry) const noexcept {
    return entry < capacity_ && told_[entry].new_picture;
}

}  // namespace livecam::http
