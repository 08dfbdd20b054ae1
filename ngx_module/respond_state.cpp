// /api/state.json: at once, or with ?since= when something changed after that (long poll).
//
// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include "ngx_module/conf.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/pure/wait.h"
#include "ngx_module/push/arguments.h"
#include "ngx_module/push/poll_client.h"
#include "ngx_module/push/request_context.h"
#include "ngx_module/push/wanted.h"
#include "ngx_module/send.h"
#include "ngx_module/send_state.h"

namespace livecam::http {
namespace {

struct Question {
    Filter filter;
    std::optional<EventId> since;  // empty: no long poll
    std::uint32_t wait_ms = kDefaultWaitMs;
};

/// Null, or what is wrong with the request's arguments.
const char* read_since(ngx_http_request_t* r, std::uint64_t epoch, Question& question) noexcept {
    if (const std::string_view wait = argument(r, "wait"); !wait.empty()) {
        const std::optional<std::uint32_t> parsed = parse_wait(wait);
        if (!parsed) {
            return "wait has to be a time from 0s to 60s, like 25s or 500ms\n";
        }
        question.wait_ms = *parsed;
    }
    if (const std::string_view since = argument(r, "since"); !since.empty()) {
        question.since = parse_since(since, epoch);
        if (!question.since) {
            return "since has to be the id or the generation that this document told before\n";
        }
    }
    return nullptr;
}

/// The document tells more than the client was told before. One that is held may be older than what
/// there is to tell; by its If-None-Match a client says what it has, also of states, which change
/// without a generation.
bool tells_more(ngx_http_request_t* r, Hub& hub, const Question& question,
                const SharedDocument& document) noexcept {
    const EventId seen = hub.seen();
    return (r->headers_in.if_none_match != nullptr && !client_has(r, document)) ||
           (document.epoch == seen.epoch && document.document.generation() >= seen.generation &&
            news_since(hub, question.filter, *question.since));
}

}  // namespace

ngx_int_t respond_state(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    Hub& hub = exchange.store.hub();
    hub.look();
    Question question;
    if (const char* unknown = read_filter(r, hub, question.filter); unknown != nullptr) {
        return send_text(r, NGX_HTTP_NOT_FOUND, unknown);
    }
    if (const char* wrong = read_since(r, exchange.store.index().epoch(), question);
        wrong != nullptr) {
        return send_text(r, NGX_HTTP_BAD_REQUEST, wrong);
    }
    SharedDocument* document = state_document(exchange.store, question.filter);
    if (document == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    if (!question.since || r != r->main) {
        return send_state(r, document, body_cache_control(exchange.target.descriptor).text());
    }
    if (question.wait_ms == 0 || tells_more(r, hub, question, *document)) {
        return send_state(r, document, kNoStore);
    }
    DocumentCache::release(document);
    if (hub.listeners() >= exchange.store.max_listeners()) {
        return respond_later(r, "5", "too many clients are listening\n");
    }
    auto* client = make_in_pool<PollClient>(r, r, hub, question.filter, *question.since,
                                            ngx_current_msec + question.wait_ms);
    if (client == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    return push_to(r, hub, client);
}

}  // namespace livecam::http
