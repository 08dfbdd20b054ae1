// /events: server-sent events (WHATWG HTML, 9.2).
//
// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/pure/field.h"
#include "ngx_module/push/event_client.h"
#include "ngx_module/push/request_context.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

std::string_view argument(ngx_http_request_t* r, std::string_view name) noexcept {
    ngx_str_t value{0, nullptr};
    const ngx_str_t wanted = to_ngx(name);
    return ngx_http_arg(r, wanted.data, wanted.len, &value) == NGX_OK ? to_view(value)
                                                                      : std::string_view{};
}

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

/// Null, or what is wrong with the request's arguments.
const char* read_filter(ngx_http_request_t* r, Hub& hub, Filter& filter) noexcept {
    if (const std::string_view group = argument(r, "group"); !group.empty()) {
        const std::optional<std::uint64_t> bit = hub.outline().group(group);
        if (!bit) {
            return "no such group\n";
        }
        filter.groups = *bit;
    }
    if (const std::string_view camera = argument(r, "camera"); !camera.empty()) {
        char path[layout::kMaxKeyBytes];
        TextBuffer key{path, sizeof(path)};
        key << "/image/" << camera;
        Descriptor descriptor;
        const auto entry = key.full() ? std::nullopt : hub.store().index().find(key.text());
        if (!entry || !hub.store().index().read(*entry, descriptor) ||
            descriptor.kind != Kind::kFrames) {
            return "no such camera\n";
        }
        filter.entry = *entry;
    }
    return nullptr;
}

ngx_int_t set_fields(ngx_http_request_t* r) noexcept {
    r->headers_out.status = NGX_HTTP_OK;
    ngx_http_clear_content_length(r);
    ngx_http_clear_accept_ranges(r);
    const bool complete = set_content_type(r, "text/event-stream") == NGX_OK &&
                          set_content_encoding(r, {}) == NGX_OK &&
                          set_cache_control(r, kNoStore) == NGX_OK &&
                          add_field(r, "X-Accel-Buffering", "no") != nullptr;
    return complete ? NGX_OK : NGX_HTTP_INTERNAL_SERVER_ERROR;
}

/// Small writes must not wait for the acknowledgement of the one before.
void send_at_once(ngx_http_request_t* r) noexcept {
    auto* core = static_cast<ngx_http_core_loc_conf_t*>(
        ngx_http_get_module_loc_conf(r, ngx_http_core_module));
    if (core->tcp_nodelay && r->stream == nullptr) {
        ngx_tcp_nodelay(r->connection);  // a failure is logged, and costs only time
    }
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
    if (const ngx_int_t rc = set_fields(r); rc != NGX_OK) {
        return rc;
    }
    const ngx_int_t rc = ngx_http_send_header(r);
    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }
    send_at_once(r);
    std::string_view since = last_event_id(r);
    since = since.empty() ? argument(r, "since") : since;
    const std::optional<EventId> id = parse_event_id(since);
    auto* client = make_in_pool<EventClient>(r, r, hub, filter,
                                             id ? resumption(hub, *id) : beginning(hub));
    if (client == nullptr) {
        return NGX_ERROR;
    }
    hub.add(*client);
    const ngx_int_t taken = take_over(r, *client);
    if (taken != NGX_DONE) {
        return taken;
    }
    if (client->begin() == NGX_ERROR) {
        --r->main->count;
        return NGX_ERROR;
    }
    return NGX_DONE;
}

}  // namespace livecam::http
