// nginx's headers come first.
#include "ngx_module/ngx.hpp"
//
#include "ngx_module/compat.h"
#include "ngx_module/conf.h"
#include "ngx_module/cors.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/respond.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

/// Kinds of a later layout, or not served here: nginx goes on as if the path were not in the store.
bool served(Kind kind) noexcept {
    switch (kind) {
        case Kind::kBody:
        case Kind::kFrames:
        case Kind::kRedirect:
        case Kind::kMiss:
        case Kind::kHealth:
        case Kind::kMetrics:
        case Kind::kState:
        case Kind::kVersion:
        case Kind::kEvents:
        case Kind::kStream:
            return true;
        case Kind::kNone:
            break;
    }
    return false;
}

ngx_int_t respond_absent(ngx_http_request_t* r, const LocationConf& conf, Record& record) noexcept {
    record.route = Route::kAbsent;
    if (conf.absent == kAbsentDecline) {
        return NGX_DECLINED;
    }
    if (set_field(r, "Retry-After", "1") == nullptr || set_cache_control(r, kNoStore) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    return NGX_HTTP_SERVICE_UNAVAILABLE;  // nginx's own page, or that of error_page
}

/// What every answer says. A body's own set of fields holds the version.
ngx_int_t add_common_fields(ngx_http_request_t* r, const Target& target) noexcept {
    if (forbid_sniffing(r) != NGX_OK) {
        return NGX_ERROR;
    }
    if (target.descriptor.kind == Kind::kBody && target.descriptor.headers_serial != 0) {
        return NGX_OK;
    }
    return set_field(r, "X-Version", LIVECAM_VERSION) != nullptr ? NGX_OK : NGX_ERROR;
}

ngx_int_t respond_method(ngx_http_request_t* r, bool shared) noexcept {
    if (set_field(r, "Allow", "GET, HEAD, OPTIONS") == nullptr ||
        set_cache_control(r, kNoStore) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    if (r->method != NGX_HTTP_OPTIONS) {
        return NGX_HTTP_NOT_ALLOWED;
    }
    if (shared && add_preflight(r) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    r->headers_out.status = NGX_HTTP_NO_CONTENT;
    r->header_only = 1;
    return ngx_http_send_header(r);
}

ngx_int_t respond(const Exchange& exchange) noexcept {
    if (exchange.target.match == Match::kMiss) {
        return respond_miss(exchange);
    }
    if (exchange.target.match == Match::kImmutable) {
        return respond_immutable(exchange);
    }
    switch (exchange.target.descriptor.kind) {
        case Kind::kFrames:
            return respond_picture(exchange);
        case Kind::kBody:
            return respond_body(exchange);
        case Kind::kRedirect:
            return respond_redirect(exchange);
        case Kind::kHealth:
            return respond_health(exchange);
        case Kind::kMetrics:
            return respond_metrics(exchange);
        case Kind::kState:
            return respond_state(exchange);
        case Kind::kVersion:
            return respond_version(exchange);
        case Kind::kEvents:
            return respond_events(exchange);
        case Kind::kStream:
            return respond_stream(exchange);
        default:
            return NGX_DECLINED;
    }
}

}  // namespace

ngx_int_t handle(ngx_http_request_t* r) noexcept {
    const auto& conf =
        *static_cast<LocationConf*>(ngx_http_get_module_loc_conf(r, ngx_http_livecam_module));
    if (!conf.enable) {
        return NGX_DECLINED;
    }
    ngx_str_t key = r->uri;
    if (conf.key != nullptr && ngx_http_complex_value(r, conf.key, &key) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    WorkerStore* store = WorkerStore::of(conf.store);
    Record* record = begin_record(r);
    if (store == nullptr || record == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    if (!store->refresh()) {
        return respond_absent(r, conf, *record);
    }
    Target target;
    target.key = to_view(key);
    const bool found = find_target(store->index(), target);
    if (store->index().broken()) {  // by somebody hostile: what was read may be anything
        return respond_absent(r, conf, *record);
    }
    if (!found || !served(target.descriptor.kind)) {
        return NGX_DECLINED;
    }
    note_target(*record, target);
    record->epoch = store->index().epoch();
    record->generation = store->index().generation();
    const ngx_int_t rc = ngx_http_discard_request_body(r);
    if (rc != NGX_OK) {
        return rc;
    }
    announce_close(r);
    bool shared = false;
    if (add_common_fields(r, target) != NGX_OK || add_cors(r, conf, target, shared) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    // Where nothing is, no method is allowed or forbidden.
    if (target.match != Match::kMiss && !(r->method & (NGX_HTTP_GET | NGX_HTTP_HEAD))) {
        return respond_method(r, shared);
    }
    return respond({r, conf, *store, target, *record});
}

}  // namespace livecam::http
