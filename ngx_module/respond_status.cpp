// Answers that are computed from index and clock.
//
// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

constexpr std::string_view kHealthy = "OK";

/// The sentences that monitors of lcc.live know, and one for a sidecar that died.
std::string_view health(const WorkerStore& store) noexcept {
    const IndexView& index = store.index();
    Summary summary;
    if (!store.sidecar_alive()) {
        return "sidecar is not running";
    }
    if (index.phase() != layout::Phase::kReady || !index.summary(summary)) {
        return "Service starting up - images not ready yet";
    }
    if (summary.cameras == 0) {
        return "No cameras configured";
    }
    return summary.with_picture > 0 ? kHealthy : "No live camera images";
}

}  // namespace

ngx_int_t respond_health(const Exchange& exchange) noexcept {
    const std::string_view text = health(exchange.store);
    return send_text(exchange.r, text == kHealthy ? NGX_HTTP_OK : NGX_HTTP_SERVICE_UNAVAILABLE,
                     text);
}

ngx_int_t respond_version(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    constexpr std::size_t size = 256;
    auto* text = static_cast<u_char*>(ngx_pnalloc(r->pool, size));
    if (text == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    // The epoch as text: not every reader of JSON has integers of 64 bits.
    const u_char* end =
        ngx_snprintf(text, size,
                     "{\"version\":\"" LIVECAM_VERSION "\",\"nginx_version\":\"" NGINX_VERSION
                     "\",\"layout\":\"%uD.%uD\",\"epoch\":\"%016xL\",\"generation\":%uL}\n",
                     layout::kMajor, layout::kMinor, exchange.store.index().epoch(),
                     exchange.store.index().generation());
    r->headers_out.status = NGX_HTTP_OK;
    if (set_content_type(r, "application/json") != NGX_OK ||
        set_cache_control(r, kNoStore) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    return send_bytes(r,
                      {reinterpret_cast<const char*>(text), static_cast<std::size_t>(end - text)});
}

}  // namespace livecam::http
