// Responses under way that hold a frame, in the order in which they began. A slow client keeps its
// frame in memory after the store has dropped it; what such frames take together is bounded for
// each worker by ending the oldest of these responses, and no response may send for ever.
#pragma once

#include "ngx_module/frame_cache.h"
//
#include <cstddef>
#include <cstdint>

#include "ngx_module/pure/counters.h"
#include "shared/store_reader.h"

namespace livecam::http {

struct ResponseLimits {
    std::size_t held_bytes;  // livecam_held: of frames that only responses keep in memory
    ngx_msec_t timeout;      // livecam_response_timeout, in ms; 0: none
};

/// Of one worker and store. Bytes are whole pages.
struct HeldCounters {
    std::size_t held_bytes = 0;   // of frames that only responses keep in memory
    std::size_t held_frames = 0;  // their number
    std::uint64_t ended_for_memory = 0;
    std::uint64_t ended_for_time = 0;
};

class Responses {
  public:
    /// All references must outlive this object; `store` is the path, for the log. `counters` are
    /// the worker's, for all its stores.
    Responses(FrameCache& frames, const StoreReader& reader, const ngx_str_t& store,
              ResponseLimits limits, Counters& counters, ngx_log_t* log) noexcept;
    Responses(const Responses&) = delete;
    Responses& operator=(const Responses&) = delete;
    ~Responses();

    /// One picture or page on its way, in memory of whoever sends it.
    struct Response {
        ngx_queue_t queue;
        Responses* all;
        ngx_http_request_t* r;  // the main request
        Frame* frame;
        ngx_msec_t began;
        ngx_msec_t ended;  // when it was told to end, if `ending`
        bool ending;
    };

    /// From now on the response may be ended, in the event loop; it takes over a reference.
    void begin(Response& response, ngx_http_request_t* r, Frame* frame) noexcept;
    static void finish(Response& response) noexcept;

    /// begin() for as long as the request's pool lives. On NGX_ERROR the reference is released.
    ngx_int_t add(ngx_http_request_t* r, Frame* frame) noexcept;

    HeldCounters counters() const noexcept;

  private:
    static void on_look(ngx_event_t* event) noexcept;
    static void on_pool_gone(void* data) noexcept;
    std::uint64_t end_for_time() noexcept;
    std::uint64_t end_for_memory() noexcept;
    bool end(Response& response) noexcept;
    void end_stubborn() noexcept;
    void report() noexcept;

    FrameCache& frames_;
    const StoreReader& reader_;
    const ngx_str_t& store_;
    ResponseLimits limits_;
    ngx_queue_t responses_;  // oldest first
    ngx_event_t look_{};
    std::size_t ending_ = 0;
    std::uint64_t ended_for_memory_ = 0;
    std::uint64_t ended_for_time_ = 0;
    Counters& totals_;
    HeldCounters reported_;
    ngx_log_t* log_;
};

}  // namespace livecam::http
