// nginx's headers come first.
#include "ngx_module/push/event_client.h"
//
#include "ngx_module/pure/text_buffer.h"
#include "ngx_module/worker_store.h"

namespace livecam::http {
namespace {

// Spread, so that the clients of a worker that ended do not all come back at one instant.
constexpr unsigned kRetryMs = 1000;
constexpr unsigned kRetrySpreadMs = 2000;

}  // namespace

EventClient::EventClient(ngx_http_request_t* r, Hub& hub, const Filter& filter,
                         const Position& position) noexcept
    : Listener(r), hub_(hub), outlet_(r), filter_(filter), position_(position) {}

EventClient::~EventClient() {
    hub_.remove(*this);
    drop_block();
}

void EventClient::drop_block() noexcept {
    if (block_ != nullptr) {
        BlockCache::release(block_);
        block_ = nullptr;
    }
}

ngx_int_t EventClient::write(std::string_view bytes) noexcept {
    written_at_ = ngx_current_msec;
    return outlet_.write(bytes);
}

ngx_int_t EventClient::begin() noexcept {
    TextBuffer text{line_, sizeof(line_)};
    text << "retry: ";
    text.decimal(kRetryMs + static_cast<unsigned>(ngx_random()) % kRetrySpreadMs) << "\n\n";
    ngx_int_t rc = write(text.text());
    if (rc == NGX_OK) {
        rc = pump();
    }
    return rc == NGX_ERROR ? NGX_ERROR : NGX_OK;
}

ngx_int_t EventClient::pump() noexcept {
    ngx_int_t rc = NGX_OK;
    while (rc == NGX_OK) {
        drop_block();
        block_ = next_block(hub_, filter_, position_);
        if (block_ == nullptr) {
            break;
        }
        rc = write(block_->text());
    }
    return rc;
}

void EventClient::changed() noexcept {
    // Another index is another numbering: the whole state again, and from the next connection if
    // one is under way, or if the filter names an entry.
    if (position_.id.epoch != hub_.seen().epoch) {
        if (position_.telling == Telling::kWhole || filter_.entry != Filter::kAnyEntry) {
            leave();
            return;
        }
        position_ = beginning(hub_);
    }
    if (outlet_.idle() && pump() == NGX_ERROR) {
        Outlet::abort(request());
    }
}

void EventClient::beat(ngx_msec_t now) noexcept {
    if (filter_.entry != Filter::kAnyEntry) {
        hub_.store().look(filter_.entry);
    }
    if (now - written_at_ < kSilenceMs || !outlet_.idle()) {
        return;
    }
    // Filtered events move a client on without telling it anything; an id without data is no event,
    // and saves a whole state at the next connection.
    TextBuffer text{line_, sizeof(line_)};
    text << ":\nid: " << position_.id << "\n\n";
    if (write(text.text()) == NGX_ERROR) {
        Outlet::abort(request());
    }
}

void EventClient::leave() noexcept {
    hub_.remove(*this);
    Outlet::end(request());
}

void EventClient::writable() noexcept {
    ngx_int_t rc = outlet_.resume();
    if (rc == NGX_OK) {
        rc = pump();
    }
    if (rc == NGX_ERROR) {
        Outlet::abort(request());
    }
}

}  // namespace livecam::http
