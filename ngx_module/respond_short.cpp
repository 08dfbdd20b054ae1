// What a miss, a redirect and a picture that is not there yet answer with.
//
// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/pure/field.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

bool choose_first(const Target& target, Choice& choice) noexcept {
    choice = {target.descriptor.frames[0], slot_of(target.entry, Place::kIdentity)};
    return target.descriptor.frame_count > 0;
}

}  // namespace

ngx_int_t respond_later(ngx_http_request_t* r, std::string_view seconds,
                        std::string_view text) noexcept {
    if (set_field(r, "Retry-After", seconds) == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    if (has_error_page(r, NGX_HTTP_SERVICE_UNAVAILABLE)) {
        return set_cache_control(r, kNoStore) == NGX_OK ? NGX_HTTP_SERVICE_UNAVAILABLE
                                                        : NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    return send_text(r, NGX_HTTP_SERVICE_UNAVAILABLE, text);
}

ngx_int_t respond_miss(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    const Descriptor& descriptor = exchange.target.descriptor;
    const bool error = descriptor.status >= NGX_HTTP_BAD_REQUEST && descriptor.status < 600;
    const ngx_int_t status = error ? descriptor.status : NGX_HTTP_NOT_FOUND;
    if (set_cache_control(r, body_cache_control(descriptor).text()) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    if (has_error_page(r, status)) {
        return status;
    }
    Form form = wanted_form(r, exchange.conf);
    // Without its text the status still is the answer.
    Frame* frame = acquire_frame(exchange.store, exchange.target, form, choose_first);
    // The last good one of an entry that was a camera's is a picture that was taken down.
    if (frame != nullptr && frame->ref.etag != exchange.target.descriptor.frames[0].etag) {
        frame->cache->release(frame);
        frame = nullptr;
    }
    if (frame != nullptr && hold(r, frame) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const std::string_view type = descriptor.type();
    r->headers_out.status = static_cast<ngx_uint_t>(status);
    if (set_content_type(r, type.empty() ? "text/plain; charset=utf-8" : type) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    return frame != nullptr ? send_frame(r, exchange.store, frame, form) : send_bytes(r, {});
}

ngx_int_t respond_redirect(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    Form form = Form::kHeap;
    const auto choose = [](const Target& target, Choice& choice) noexcept {
        return choose_first(target, choice) && choice.ref.length <= kMaxLocationBytes;
    };
    Frame* frame = acquire_frame(exchange.store, exchange.target, form, choose);
    if (frame == nullptr) {
        return respond_later(r, "1", "not available at this moment\n");
    }
    if (hold(r, frame) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const std::string_view target{reinterpret_cast<const char*>(frame->heap),
                                  frame->heap != nullptr ? frame->ref.length : 0};
    if (!valid_location(target)) {
        ngx_log_error(NGX_LOG_ERR, r->connection->log, 0,
                      "livecam: the redirect in frames/%016xL is not 1 to %uz bytes of visible "
                      "ASCII: not sent",
                      frame->ref.serial, kMaxLocationBytes);
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const Descriptor& descriptor = exchange.target.descriptor;
    ngx_table_elt_t* location = set_field(r, "Location", target);
    if (location == nullptr ||
        set_cache_control(r, body_cache_control(descriptor).text()) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    r->headers_out.location = location;
    return descriptor.status == NGX_HTTP_MOVED_PERMANENTLY ? NGX_HTTP_MOVED_PERMANENTLY
                                                           : NGX_HTTP_MOVED_TEMPORARILY;
}

}  // namespace livecam::http
