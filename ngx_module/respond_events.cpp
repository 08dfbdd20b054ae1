// /events: server-sent events (WHATWG HTML, 9.2).
//
// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include "ngx_module/conf.h"
#include "ngx_module/pure/field.h"
#include "ngx_module/push/arguments.h"
#include "ngx_module/push/event_client.h"
#include "ngx_module/push/request_context.h"
#include "ngx_module/push/wanted.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

std::string_view last_event_id(ngx_http_request_t* r) noexcept {
    for (const ngx_list_part_t* part = &r->headers_in.headers.part; part != nullptr;
         part = part->next) {
        const auto* fields = static_cast<const ngx_table_elt_t*>(part->elts);
        for (ngx_uint_t i = 0; i < part->nelts; ++i) {
            if (equals_ignoring_case(to_view(fields[i].key), "Last-Event-ID")) {
                return to_view(fields[i].value);
            }
        }
    }
    return {};
}

}  // namespace

ngx_int_t respond_events(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    if (r != r->main) {
        return NGX_HTTP_NOT_FOUND;  // a part of another page would never end
    }
    Hub& hub = exchange.store.hub();
    hub.look();
    Filter filter;
    if (const char* wrong = read_filter(r, hub, filter); wrong != nullptr) {
        return send_text(r, NGX_HTTP_NOT_FOUND, wrong);
    }
    if (hub.listeners() >= exchange.store.max_listeners()) {
        return respond_later(r, "5", "too many clients are listening\n");
    }
    const ngx_int_t sent = begin_push(r, "text/event-stream");
    if (sent == NGX_ERROR || sent > NGX_OK || r->header_only) {
        return sent;
    }
    std::string_view since = last_event_id(r);
    since = since.empty() ? argument(r, "since") : since;
    const std::optional<EventId> id = parse_event_id(since);
    return push_to(
        r, hub,
        make_in_pool<EventClient>(r, r, hub, filter, id ? resumption(hub, *id) : beginning(hub)));
}

}  // namespace livecam::http
