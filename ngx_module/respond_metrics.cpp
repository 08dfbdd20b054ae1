// /_/metrics: what livecamd wrote last, then what nginx counted and what the clock decides.
//
// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include <new>

#include "build_info.h"
#include "ngx_module/conf.h"
#include "ngx_module/counter_zone.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/pure/metrics_text.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

bool choose_text(const Target& target, Choice& choice) noexcept {
    choice = {target.descriptor.frames[0], slot_of(target.entry, Place::kIdentity)};
    return target.descriptor.kind == Kind::kMetrics && target.descriptor.frame_count > 0;
}

void destroy_text(void* data) noexcept {
    static_cast<LongText*>(data)->~LongText();
}

void add_module_info(LongText& out) noexcept {
    add_family(out, "livecam_module_info", "gauge", "The nginx module; always 1.");
    out.add("livecam_module_info{version=\"" LIVECAM_VERSION "\",commit=\"" LIVECAM_COMMIT
            "\",nginx=\"" NGINX_VERSION "\"} 1\n");
}

/// Null if there is no memory.
const LongText* own_text(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    ngx_pool_cleanup_t* cleanup = ngx_pool_cleanup_add(r->pool, sizeof(LongText));
    if (cleanup == nullptr) {
        return nullptr;
    }
    auto* text = ::new (cleanup->data) LongText;
    cleanup->handler = destroy_text;
    Counters sum;
    sum_slots(*static_cast<MainConf*>(ngx_http_get_module_main_conf(r, ngx_http_livecam_module)),
              sum);
    add_module_info(*text);
    add_wall(*text, exchange.store.index(), now_ms(), monotonic_ns());
    add_counters(*text, sum);
    return text->complete() ? text : nullptr;
}

}  // namespace

ngx_int_t respond_metrics(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    Form form = wanted_form(r, exchange.conf);
    Frame* frame = acquire_frame(exchange.store, exchange.target, form, choose_text);
    if (frame != nullptr && hold(r, frame) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const LongText* own = own_text(exchange);
    r->headers_out.status = NGX_HTTP_OK;
    if (own == nullptr ||
        set_content_type(r, "text/plain; version=0.0.4; charset=utf-8") != NGX_OK ||
        set_cache_control(r, kNoStore) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    return frame != nullptr ? send_frame(r, exchange.store, frame, form, own->text())
                            : send_bytes(r, own->text());
}

}  // namespace livecam::http
