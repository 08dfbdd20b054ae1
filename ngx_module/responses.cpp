// nginx's headers come first.
#include "ngx_module/responses.h"
//
namespace livecam::http {
namespace {

/// How often a worker with responses under way looks at them: by so much may a bound be late.
constexpr ngx_msec_t kLookPeriodMs = 250;
/// A stream of HTTP/2 ends when the frame that is half sent is through; after this time its whole
/// connection goes.
constexpr ngx_msec_t kStubbornMs = 1000;

bool passed(ngx_msec_t since, ngx_msec_t period) noexcept {
    return static_cast<ngx_msec_int_t>(ngx_current_msec - since) >=
           static_cast<ngx_msec_int_t>(period);
}

/// The connection below a stream of HTTP/2; null for other versions.
ngx_connection_t* shared_connection(ngx_http_request_t* r) noexcept {
#if (NGX_HTTP_V2)
    return r->stream != nullptr ? r->stream->connection->connection : nullptr;
#else
    (void)r;
    return nullptr;
#endif
}

}  // namespace

Responses::Responses(FrameCache& frames, const StoreReader& reader, const ngx_str_t& store,
                     ResponseLimits limits, Counters& counters, ngx_log_t* log) noexcept
    : frames_(frames),
      reader_(reader),
      store_(store),
      limits_(limits),
      totals_(counters),
      log_(log) {
    ngx_queue_init(&responses_);
    look_.handler = on_look;
    look_.data = this;
    look_.log = log;
    look_.cancelable = 1;  // a worker that is to exit waits for its clients, not for this
}

Responses::~Responses() {
    if (look_.timer_set) {
        ngx_del_timer(&look_);
    }
}

ngx_int_t Responses::add(ngx_http_request_t* r, Frame* frame) noexcept {
    ngx_pool_cleanup_t* cleanup = ngx_pool_cleanup_add(r->pool, sizeof(Response));
    if (cleanup == nullptr) {
        frame->cache->release(frame);
        return NGX_ERROR;
    }
    begin(*static_cast<Response*>(cleanup->data), r, frame);
    cleanup->handler = on_pool_gone;
    return NGX_OK;
}

void Responses::begin(Response& response, ngx_http_request_t* r, Frame* frame) noexcept {
    response = {{}, this, r->main, frame, ngx_current_msec, 0, false};
    ngx_queue_insert_tail(&responses_, &response.queue);
    if (!look_.timer_set) {
        ngx_add_timer(&look_, kLookPeriodMs);
    }
}

void Responses::finish(Response& response) noexcept {
    ngx_queue_remove(&response.queue);
    if (response.ending) {
        --response.frame->leaving;
        --response.all->ending_;
    }
    response.frame->cache->release(response.frame);
}

void Responses::on_pool_gone(void* data) noexcept {
    finish(*static_cast<Response*>(data));
}

HeldCounters Responses::counters() const noexcept {
    return {frames_.held_bytes(), frames_.held_frames(), ended_for_memory_, ended_for_time_};
}

void Responses::on_look(ngx_event_t* event) noexcept {
    auto& all = *static_cast<Responses*>(event->data);
    all.frames_.look_for_names(all.reader_.frames());
    all.end_stubborn();
    if (const std::uint64_t ended = all.end_for_time(); ended > 0) {
        all.ended_for_time_ += ended;
        ngx_log_error(NGX_LOG_WARN, all.log_, 0,
                      "livecam: store %V: %uL responses ended that were still being sent after "
                      "livecam_response_timeout %M ms",
                      &all.store_, ended, all.limits_.timeout);
    }
    const std::size_t held = all.frames_.held_bytes();
    if (const std::uint64_t ended = all.end_for_memory(); ended > 0) {
        all.ended_for_memory_ += ended;
        ngx_log_error(NGX_LOG_WARN, all.log_, 0,
                      "livecam: store %V: %uL responses ended, the oldest: slow clients held "
                      "%uz bytes of replaced pictures, livecam_held is %uz",
                      &all.store_, ended, held, all.limits_.held_bytes);
    }
    all.report();
    if (!ngx_queue_empty(&all.responses_)) {
        ngx_add_timer(event, kLookPeriodMs);
    }
}

/// What this store adds to what its worker shows.
void Responses::report() noexcept {
    const HeldCounters now = counters();
    totals_.held_bytes.add(now.held_bytes - reported_.held_bytes);
    totals_.held_frames.add(now.held_frames - reported_.held_frames);
    totals_.ended_for_memory.add(now.ended_for_memory - reported_.ended_for_memory);
    totals_.ended_for_time.add(now.ended_for_time - reported_.ended_for_time);
    reported_ = now;
}

std::uint64_t Responses::end_for_time() noexcept {
    std::uint64_t ended = 0;
    for (ngx_queue_t* q = ngx_queue_head(&responses_);
         limits_.timeout != 0 && q != ngx_queue_sentinel(&responses_); q = ngx_queue_next(q)) {
        auto& response = *ngx_queue_data(q, Response, queue);
        if (!passed(response.began, limits_.timeout)) {
            break;
        }
        ended += end(response) ? 1 : 0;
    }
    return ended;
}

std::uint64_t Responses::end_for_memory() noexcept {
    if (frames_.held_bytes() <= limits_.held_bytes) {
        return 0;
    }
    std::uint64_t ended = 0;
    std::size_t held = frames_.held_bytes() - frames_.leaving_bytes();
    for (ngx_queue_t* q = ngx_queue_head(&responses_);
         held > limits_.held_bytes && q != ngx_queue_sentinel(&responses_); q = ngx_queue_next(q)) {
        auto& response = *ngx_queue_data(q, Response, queue);
        if (response.ending || response.frame->held == 0) {
            continue;
        }
        ended += end(response) ? 1 : 0;
        if (response.frame->leaving == response.frame->references) {
            held -= response.frame->held;
        }
    }
    return ended;
}

/// The way nginx itself ends connections when worker_shutdown_timeout is over: from the event loop,
/// not from within another request. False if it was ending already, perhaps for another frame.
bool Responses::end(Response& response) noexcept {
    if (response.ending) {
        return false;
    }
    response.ending = true;
    response.ended = ngx_current_msec;
    ++response.frame->leaving;
    ++ending_;
    ngx_connection_t* c = response.r->connection;  // of HTTP/2: the stream's own
    if (c->close) {
        return false;
    }
    c->close = 1;
    ngx_post_event(c->read, &ngx_posted_events);
    if (ngx_connection_t* shared = shared_connection(response.r); shared != nullptr) {
        // Sends RST_STREAM: after the last stream of this connection that ends.
        if (shared->write->posted) {
            ngx_delete_posted_event(shared->write);
        }
        ngx_post_event(shared->write, &ngx_posted_events);
    } else {
        c->timedout = 1;  // reset_timedout_connection holds for it, and TLS waits for no answer
    }
    return true;
}

void Responses::end_stubborn() noexcept {
    for (ngx_queue_t* q = ngx_queue_head(&responses_);
         ending_ > 0 && q != ngx_queue_sentinel(&responses_); q = ngx_queue_next(q)) {
        auto& response = *ngx_queue_data(q, Response, queue);
        ngx_connection_t* c = shared_connection(response.r);
        if (response.ending && c != nullptr && passed(response.ended, kStubbornMs)) {
            c->close = 1;
            c->error = 1;
            ngx_post_event(c->read, &ngx_posted_events);
        }
    }
}

}  // namespace livecam::http
