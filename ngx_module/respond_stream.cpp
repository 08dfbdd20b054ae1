// /stream/<slug>: the pictures of one camera, one after the other.
//
// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/pure/fps.h"
#include "ngx_module/push/arguments.h"
#include "ngx_module/push/request_context.h"
#include "ngx_module/push/stream_client.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

bool has_picture(const Exchange& exchange) noexcept {
    Descriptor camera;
    return exchange.store.index().read(exchange.target.descriptor.target, camera) &&
           camera.has_picture() && !camera.withheld();
}

}  // namespace

ngx_int_t respond_stream(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    if (r != r->main) {
        return NGX_HTTP_NOT_FOUND;  // a part of another page would never end
    }
    ngx_msec_t gap_ms = 0;
    if (const std::string_view fps = argument(r, "fps"); !fps.empty()) {
        const std::optional<std::uint32_t> parsed = parse_fps(fps);
        if (!parsed) {
            return send_text(r, NGX_HTTP_BAD_REQUEST,
                             "fps has to be a number above 0 and up to 30, like 0.5\n");
        }
        gap_ms = *parsed;
    }
    if (!has_picture(exchange)) {
        return respond_later(r, "2", "no picture yet\n");
    }
    Hub& hub = exchange.store.hub();
    hub.look();
    if (hub.listeners() >= exchange.store.max_listeners()) {
        return respond_later(r, "5", "too many clients are listening\n");
    }
    const ngx_int_t sent = begin_push(r, StreamClient::kContentType);
    if (sent == NGX_ERROR || sent > NGX_OK || r->header_only) {
        return sent;
    }
    Form form = wanted_form(r, exchange.conf);
    form = form == Form::kMapping && filters_read(r) ? Form::kHeap : form;
    return push_to(r, hub,
                   make_in_pool<StreamClient>(r, r, hub, exchange.target.key, gap_ms, form));
}

}  // namespace livecam::http
