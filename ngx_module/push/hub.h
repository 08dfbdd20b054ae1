// A worker's watch over one store, for all responses that go on when something changes.
//
// It looks at the generation every kTickMs while somebody listens, and not at all otherwise. A
// timer and one load: a futex or an eventfd would need a system call of the sidecar for each worker
// and each publish, and a thread or a descriptor here, to gain some milliseconds of an age that is
// counted in seconds.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>

#include "ngx_module/pure/event_id.h"
#include "ngx_module/push/block_cache.h"
#include "ngx_module/push/camera_watch.h"
#include "ngx_module/push/listener.h"
#include "ngx_module/push/site_outline.h"

namespace livecam::http {

class WorkerStore;

class Hub {
  public:
    static constexpr ngx_msec_t kTickMs = 20;
    static constexpr ngx_msec_t kBeatMs = 1000;
    /// Beats between two notes of what is being looked at.
    static constexpr unsigned kDemandBeats = 5;

    Hub(WorkerStore& store, ngx_log_t* log) noexcept;
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;
    ~Hub();

    /// After WorkerStore::refresh(), and before anything below is asked.
    void look() noexcept;

    void add(Listener& listener) noexcept;
    void remove(Listener& listener) noexcept;  // does nothing if it is not there
    std::size_t listeners() const noexcept { return listeners_; }

    /// Calls changed() of all listeners at this time at the latest; ms since the epoch.
    void call_at(std::int64_t at_ms) noexcept {
        call_at_ = call_at_ == 0 || at_ms < call_at_ ? at_ms : call_at_;
    }

    /// What listeners have been told of, or are being told now.
    EventId seen() const noexcept { return seen_; }
    const Outline& outline() const noexcept { return site_.outline(); }
    const CameraWatch& cameras() const noexcept { return cameras_; }
    BlockCache& blocks() noexcept { return blocks_; }
    WorkerStore& store() noexcept { return store_; }

  private:
    static void on_tick(ngx_event_t* event) noexcept;
    void tick() noexcept;
    bool advance() noexcept;
    bool called() noexcept;
    void tell_demand() noexcept;
    template <class Call>
    void for_each(Call call) noexcept;

    WorkerStore& store_;
    ngx_queue_t queue_;
    ngx_queue_t* next_ = nullptr;  // of the walk under way
    std::size_t listeners_ = 0;
    EventId seen_;
    SiteOutline site_;
    CameraWatch cameras_;
    BlockCache blocks_;
    std::int64_t call_at_ = 0;  // 0: nobody asked for it
    ngx_msec_t next_beat_ = 0;
    unsigned beats_ = 0;
    ngx_event_t timer_{};
};

}  // namespace livecam::http
