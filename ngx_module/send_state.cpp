// nginx's headers come first.
#include "ngx_module/send_state.h"
//
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

/// Digits of the time at which it is sent: milliseconds since the epoch, from 2001 to 2286.
constexpr std::size_t kNowDigits = 13;

void release_document(void* data) noexcept {
    DocumentCache::release(static_cast<SharedDocument*>(data));
}

std::string_view now_text(ngx_http_request_t* r) noexcept {
    auto* text = static_cast<u_char*>(ngx_pnalloc(r->pool, kNowDigits));
    if (text == nullptr) {
        return {};
    }
    constexpr std::int64_t last = 9'999'999'999'999;
    ngx_snprintf(text, kNowDigits, "%013L", now_ms() < last ? now_ms() : last);
    return to_view(ngx_str_t{kNowDigits, text});
}

}  // namespace

SharedDocument* state_document(WorkerStore& store, const Filter& filter) noexcept {
    return store.documents().get(filter, store.index(), store.hub().outline(), now_ms(),
                                 store.sidecar_alive());
}

bool client_has(const ngx_http_request_t* r, const SharedDocument& document) noexcept {
    if (r->headers_in.if_none_match == nullptr) {
        return false;
    }
    char digits[16];
    TextBuffer etag{digits, sizeof(digits)};
    etag.hex(document.document.hash());
    return to_view(r->headers_in.if_none_match->value).find(etag.text()) != std::string_view::npos;
}

ngx_int_t send_state(ngx_http_request_t* r, SharedDocument* shared,
                     std::string_view cache_control) noexcept {
    ngx_pool_cleanup_t* cleanup = ngx_pool_cleanup_add(r->pool, 0);
    if (cleanup == nullptr) {
        DocumentCache::release(shared);
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    cleanup->handler = release_document;
    cleanup->data = shared;
    const StateDocument& document = shared->document;
    const std::string_view now = now_text(r);
    r->headers_out.status = NGX_HTTP_OK;
    if (now.empty() || set_content_type(r, "application/json; charset=utf-8") != NGX_OK ||
        set_weak_etag(r, document.hash()) != NGX_OK ||
        set_cache_control(r, cache_control) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const std::string_view parts[] = {document.head(), now, document.tail()};
    return send_parts(r, parts);
}

}  // namespace livecam::http
