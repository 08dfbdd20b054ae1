// nginx's headers come first.
#include "ngx_module/push/hub.h"
//
#include "ngx_module/worker_store.h"

namespace livecam::http {

Hub::Hub(WorkerStore& store, ngx_log_t* log) noexcept
    : store_(store), site_(log), cameras_(log), blocks_(log) {
    ngx_queue_init(&queue_);
    timer_.handler = on_tick;
    timer_.data = this;
    timer_.log = log;
}

Hub::~Hub() {
    if (timer_.timer_set) {
        ngx_del_timer(&timer_);
    }
}

void Hub::add(Listener& listener) noexcept {
    ngx_queue_insert_tail(&queue_, &listener.link_.queue);
    ++listeners_;
    if (!timer_.timer_set) {
        next_beat_ = ngx_current_msec + kBeatMs;
        ngx_add_timer(&timer_, kTickMs);
    }
}

void Hub::remove(Listener& listener) noexcept {
    ngx_queue_t& link = listener.link_.queue;
    if (link.next == nullptr) {
        return;
    }
    if (next_ == &link) {
        next_ = ngx_queue_next(&link);
    }
    ngx_queue_remove(&link);
    link.prev = link.next = nullptr;
    if (--listeners_ == 0 && timer_.timer_set) {
        // nothing to watch for; a worker that exits must not wait for it either
        ngx_del_timer(&timer_);
    }
}

template <class Call>
void Hub::for_each(Call call) noexcept {
    // A call may remove any listener: removal moves next_ along.
    next_ = ngx_queue_head(&queue_);
    while (next_ != ngx_queue_sentinel(&queue_)) {
        auto* link = ngx_queue_data(next_, ListenerLink, queue);
        next_ = ngx_queue_next(next_);
        ngx_http_request_t* r = link->listener->request();
        ngx_connection_t* c = r->connection;
        ngx_http_set_log_request(c->log, r);
        call(*link->listener);
        ngx_http_run_posted_requests(c);
    }
    next_ = nullptr;
}

void Hub::look() noexcept {
    if (listeners_ == 0) {
        advance();
    }
}

bool Hub::advance() noexcept {
    const IndexView& index = store_.index();
    const EventId now{index.epoch(), index.generation()};
    const bool alive = store_.sidecar_alive();
    const std::int64_t now_ms = http::now_ms();
    bool changed = now != seen_;
    // A generation that went back belongs to an index that somebody damaged: begin anew.
    if (now.epoch != seen_.epoch || now.generation < seen_.generation) {
        cameras_.begin(index, now_ms, alive);
    } else {
        changed |= cameras_.update(index, seen_.generation, now.generation, now_ms, alive);
    }
    seen_ = now;
    if (changed || site_.empty()) {
        site_.refresh(store_);
    }
    if (changed) {
        blocks_.forget();
    }
    return changed;
}

/// Its time has come.
bool Hub::called() noexcept {
    if (call_at_ == 0 || now_ms() < call_at_) {
        return false;
    }
    call_at_ = 0;
    return true;
}

/// A camera that nobody asks for, because it did not change, is looked at all the same.
void Hub::tell_demand() noexcept {
    std::uint64_t groups = 0;
    for_each([&groups](Listener& listener) noexcept { groups |= listener.groups(); });
    const IndexView& index = store_.index();
    for (std::uint32_t entry = 0; groups != 0 && entry < index.entry_count(); ++entry) {
        Descriptor camera;
        if (index.read(entry, camera) && camera.kind == Kind::kFrames &&
            (camera.groups & groups) != 0) {
            store_.look(entry);
        }
    }
}

void Hub::on_tick(ngx_event_t* event) noexcept {
    static_cast<Hub*>(event->data)->tick();
}

void Hub::tick() noexcept {
    if (ngx_exiting || ngx_quit || ngx_terminate) {
        for_each([](Listener& listener) noexcept { listener.leave(); });
        return;
    }
    if (store_.refresh()) {
        const bool changed = advance();
        if (called() || changed) {
            for_each([](Listener& listener) noexcept { listener.changed(); });
        }
    }
    if (static_cast<ngx_msec_int_t>(ngx_current_msec - next_beat_) >= 0) {
        next_beat_ = ngx_current_msec + kBeatMs;
        const ngx_msec_t now = ngx_current_msec;
        for_each([now](Listener& listener) noexcept { listener.beat(now); });
        if (++beats_ % kDemandBeats == 0) {
            tell_demand();
        }
    }
    if (listeners_ > 0 && !timer_.timer_set) {
        ngx_add_timer(&timer_, kTickMs);
    }
}

}  // namespace livecam::http
