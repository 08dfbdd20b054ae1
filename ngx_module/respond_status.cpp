// Answers that are computed from index and clock.
//
// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include "build_info.h"
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

constexpr std::string_view kHealthy = "OK";

/// The sentences that monitors of lcc.live know, and one for a sidecar that died.
std::string_view health(WorkerStore& store) noexcept {
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
    const bool live = summary.with_picture > 0 && store.census().live() >= summary.min_live;
    return live ? kHealthy : "No live camera images";
}

}  // namespace

ngx_int_t respond_health(const Exchange& exchange) noexcept {
    const std::string_view text = health(exchange.store);
    return send_text(exchange.r, text == kHealthy ? NGX_HTTP_OK : NGX_HTTP_SERVICE_UNAVAILABLE,
                     text);
}

ngx_int_t respond_version(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    constexpr std::size_t size = 512;
    auto* text = static_cast<u_char*>(ngx_pnalloc(r->pool, size));
    if (text == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const IndexView& index = exchange.store.index();
    const std::int64_t up_ms = exchange.store.sidecar_alive() ? now_ms() - index.started_at() : 0;
    const std::int64_t up_s = up_ms > 0 ? up_ms / 1000 : 0;
    // The epoch as text: not every reader of JSON has integers of 64 bits.
    const u_char* end =
        ngx_snprintf(text, size,
                     "{\"version\":\"" LIVECAM_VERSION "\",\"commit\":\"" LIVECAM_COMMIT
                     "\",\"build_time\":\"" LIVECAM_BUILD_TIME "\",\"compiler\":\"" __VERSION__
                     "\",\"nginx_version\":\"" NGINX_VERSION
                     "\",\"uptime\":\"%Lh%Lm%Ls\",\"layout\":\"%uD.%uD\",\"epoch\":\"%016xL\","
                     "\"generation\":%uL}\n",
                     up_s / 3600, up_s / 60 % 60, up_s % 60, layout::kMajor, layout::kMinor,
                     index.epoch(), index.generation());
    r->headers_out.status = NGX_HTTP_OK;
    if (set_content_type(r, "application/json") != NGX_OK ||
        set_cache_control(r, kNoStore) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    return send_bytes(r,
                      {reinterpret_cast<const char*>(text), static_cast<std::size_t>(end - text)});
}

}  // namespace livecam::http
