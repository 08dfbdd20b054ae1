// One store as one worker holds it: what it reads from, what it has open, what it has said about
// it.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>

#include "ngx_module/conf.h"
#include "ngx_module/demand_counter.h"
#include "ngx_module/document_cache.h"
#include "ngx_module/frame_cache.h"
#include "ngx_module/pure/cameras.h"
#include "ngx_module/push/hub.h"
#include "ngx_module/responses.h"
#include "shared/store_reader.h"

namespace livecam::http {

/// Milliseconds since the Unix epoch, as of this round of the event loop.
std::int64_t now_ms() noexcept;

/// CLOCK_MONOTONIC, as of now.
std::uint64_t monotonic_ns() noexcept;

class WorkerStore {
  public:
    /// The worker's own; null if there is no memory. Nothing is opened yet.
    static WorkerStore* of(StoreConf* conf) noexcept;

    explicit WorkerStore(StoreConf* conf) noexcept;
    WorkerStore(const WorkerStore&) = delete;
    WorkerStore& operator=(const WorkerStore&) = delete;

    /// Call before each use: attaches if need be, and says so in the log. True if there is an
    /// index.
    bool refresh() noexcept;

    const IndexView& index() const noexcept { return reader_.index(); }
    int frames_directory() const noexcept { return reader_.frames(); }
    FrameCache& frames() noexcept { return frames_; }
    DocumentCache& documents() noexcept { return documents_; }
    Responses& responses() noexcept { return responses_; }

    /// What slow clients keep in memory, and how many were ended for it.
    HeldCounters held() const noexcept { return responses_.counters(); }

    /// For responses that go on when something changes, at most max_listeners().
    Hub& hub() noexcept { return hub_; }
    std::size_t max_listeners() const noexcept { return conf_->max_events; }

    /// By the sidecar's heartbeat.
    bool sidecar_alive() const noexcept;

    /// How many cameras are in which state; at most 250 ms old.
    const Census& census() noexcept;

    /// Somebody looked at this entry.
    void look(std::uint32_t entry) noexcept;

    /// A frame could not be opened: at most one line a second.
    void frame_failed(std::uint64_t serial, int error_number) noexcept;

  private:
    void note_attachment(bool attached) noexcept;

    StoreConf* conf_;
    StoreReader reader_;
    FrameCache frames_;
    Responses responses_;
    DemandCounter demand_;
    DocumentCache documents_;
    Census census_;
    std::int64_t census_at_ = 0;  // ms since the epoch
    bool census_alive_ = false;
    Hub hub_;
    std::uint64_t incarnation_ = 0;
    std::uint64_t epoch_ = 0;
    // What the log was told last.
    bool attached_ = false;
    AttachError error_ = AttachError::kNone;
    int error_number_ = 0;
    ngx_msec_t next_frame_line_ = 0;
    std::uint64_t frame_failures_ = 0;
};

}  // namespace livecam::http
