// nginx's headers come first.
#include "ngx_module/push/poll_client.h"
//
#include "ngx_module/compat.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/push/outlet.h"
#include "ngx_module/push/wanted.h"
#include "ngx_module/respond.h"
#include "ngx_module/send.h"
#include "ngx_module/send_state.h"

namespace livecam::http {
namespace {

/// Of one that was answered just now: it knows of all states, too.
Position after(const Hub& hub, EventId id) noexcept {
    Position position;
    position.id = id;
    position.states = hub.cameras().position();
    return position;
}

/// Moves the position along over what the filter does not want.
bool find_news(Hub& hub, const Filter& filter, Position& position) noexcept {
    const EventId seen = hub.seen();
    if (position.id.epoch != seen.epoch || position.id.generation > seen.generation) {
        return true;
    }
    Block* block = next_block(hub, filter, position);
    if (block == nullptr) {
        return false;
    }
    BlockCache::release(block);
    return true;
}

}  // namespace

bool news_since(Hub& hub, const Filter& filter, EventId id) noexcept {
    Position position = after(hub, id);
    return find_news(hub, filter, position);
}

PollClient::PollClient(ngx_http_request_t* r, Hub& hub, const Filter& filter, EventId since,
                       ngx_msec_t deadline) noexcept
    : Listener(r), hub_(hub), filter_(filter), position_(after(hub, since)), deadline_(deadline) {}

PollClient::~PollClient() {
    hub_.remove(*this);
}

ngx_int_t PollClient::begin() noexcept {
    if (news()) {  // of which the document that is held does not know yet
        hub_.call_at(now_ms());
    }
    return NGX_OK;
}

bool PollClient::news() noexcept {
    if (!due_ && find_news(hub_, filter_, position_)) {
        due_ = true;
        due_generation_ = hub_.seen().generation;
        due_at_ = now_ms();
    }
    return due_;
}

bool PollClient::tells_of_it(const SharedDocument& document) const noexcept {
    return document.epoch == hub_.seen().epoch && document.built_at >= due_at_ &&
           document.document.generation() >= due_generation_;
}

/// Null: the request was answered with what is wrong.
SharedDocument* PollClient::document() noexcept {
    ngx_http_request_t* r = request();
    ngx_int_t rc = NGX_HTTP_INTERNAL_SERVER_ERROR;
    if (!hub_.store().refresh()) {
        rc = respond_later(r, "1", "not available at this moment\n");
    } else if (const char* unknown = read_filter(r, hub_, filter_); unknown != nullptr) {
        // Another index may have other numbers, and other cameras.
        rc = send_text(r, NGX_HTTP_NOT_FOUND, unknown);
    } else if (SharedDocument* document = state_document(hub_.store(), filter_)) {
        return document;
    }
    hub_.remove(*this);
    ngx_http_finalize_request(r, rc);
    return nullptr;
}

void PollClient::answer(SharedDocument* document) noexcept {
    ngx_http_request_t* r = request();
    hub_.remove(*this);
    announce_close(r);
    ngx_http_finalize_request(r, send_state(r, document, kNoStore));
}

void PollClient::changed() noexcept {
    if (!news()) {
        return;
    }
    SharedDocument* found = document();
    if (found == nullptr) {
        return;
    }
    if (tells_of_it(*found)) {
        answer(found);
        return;
    }
    hub_.call_at(found->held_until);
    DocumentCache::release(found);
}

void PollClient::beat(ngx_msec_t now) noexcept {
    if (filter_.entry != Filter::kAnyEntry) {
        hub_.store().look(filter_.entry);
    }
    if (static_cast<ngx_msec_int_t>(now - deadline_) >= 0) {
        leave();
    }
}

void PollClient::leave() noexcept {
    if (SharedDocument* found = document()) {
        answer(found);
    }
}

}  // namespace livecam::http
