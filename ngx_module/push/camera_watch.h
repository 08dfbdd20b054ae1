// The computed state of every camera, as this worker told it last. A state changes when a
// descriptor does, and also because a deadline passed or the sidecar died: of those no ring tells.
//
// Work is done for what changed; all cameras are looked at only when a deadline has passed, the
// sidecar's life has changed, or the clock was set back, and every kScanMs: a check that brings
// nothing new may move a deadline without a generation.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>

#include "shared/index_view.h"

namespace livecam::http {

class CameraWatch {
  public:
    explicit CameraWatch(ngx_log_t* log) noexcept : log_(log) {}
    CameraWatch(const CameraWatch&) = delete;
    CameraWatch& operator=(const CameraWatch&) = delete;
    ~CameraWatch();

    /// Another index: what was known means nothing any more.
    void begin(const IndexView& index, std::int64_t now_ms, bool alive) noexcept;

    /// The generations after `since` up to `until` are new. True if a state, or by much the time at
    /// which one will change, changed that the ring does not tell of.
    bool update(const IndexView& index, std::uint64_t since, std::uint64_t until,
                std::int64_t now_ms, bool alive) noexcept;

    /// How many such changes there have been.
    std::uint64_t position() const noexcept { return position_; }
    static constexpr std::uint64_t kLogSize = 1024;
    /// The entry of change `position` (1 …), if it is one of the last kLogSize.
    std::uint32_t changed(std::uint64_t position) const noexcept {
        return log_of_changes_[position % kLogSize];
    }

    /// True if the newest change of this entry brought another picture.
    bool new_picture(std::uint32_t entry) const noexcept;

  private:
    struct Told {
        std::uint64_t serial;
        std::int64_t stale_at;
        CameraState state;
        bool camera;
        bool new_picture;
    };

    bool reserve(std::uint32_t entries) noexcept;
    void note(const IndexView& index, std::uint32_t entry, std::int64_t now_ms, bool alive,
              bool tell) noexcept;
    void scan(const IndexView& index, std::int64_t now_ms, bool alive, bool tell) noexcept;

    Told* told_ = nullptr;
    std::uint32_t capacity_ = 0;
    std::int64_t next_deadline_ = 0;
    std::int64_t last_now_ = 0;
    std::int64_t next_scan_ = 0;
    bool alive_ = false;
    std::uint64_t position_ = 0;
    std::uint32_t log_of_changes_[kLogSize] = {};
    ngx_log_t* log_;
};

}  // namespace livecam::http
