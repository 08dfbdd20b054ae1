// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/pure/etag.h"
#include "ngx_module/pure/key_path.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

/// A HEAD looks at nothing.
void count_look(const Exchange& exchange) noexcept {
    if (exchange.r->method == NGX_HTTP_GET) {
        exchange.store.look(exchange.target.entry);
    }
}

std::string_view cache_status(CameraState state) noexcept {
    switch (state) {
        case CameraState::kPending:
            return "livecam; hit; detail=pending";
        case CameraState::kLive:
            return "livecam; hit; detail=live";
        case CameraState::kStale:
            return "livecam; hit; detail=stale";
        case CameraState::kDown:
            return "livecam; hit; detail=down";
    }
    return "livecam; hit";
}

/// The camera's state at this moment, also for the log.
CameraState note_state(const Exchange& exchange) noexcept {
    Record& record = exchange.record;
    record.state =
        state_of(exchange.target.descriptor.freshness(), now_ms(), exchange.store.sidecar_alive());
    record.has_state = true;
    return record.state;
}

void note_picture(const Exchange& exchange, const FrameRef& ref) noexcept {
    Record& record = exchange.record;
    record.age_ms = now_ms() > ref.changed_at ? now_ms() - ref.changed_at : 0;
    record.variant = Encoding::kIdentity;
    record.has_variant = true;
}

/// The frame says what it is; the descriptor, how its camera fares.
ngx_int_t send_picture(const Exchange& exchange, Frame* frame, Form form,
                       std::string_view cache_control) noexcept {
    ngx_http_request_t* r = exchange.r;
    if (hold(r, frame) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const std::string_view type = media_type(frame->ref.type);
    const CameraState state = note_state(exchange);
    note_picture(exchange, frame->ref);
    r->headers_out.status = NGX_HTTP_OK;
    set_last_modified(r, frame->ref.changed_at);
    if (set_content_type(r, type.empty() ? "application/octet-stream" : type) != NGX_OK ||
        set_etag(r, frame->ref.etag) != NGX_OK || set_content_encoding(r, {}) != NGX_OK ||
        set_cache_control(r, cache_control) != NGX_OK ||
        set_field(r, "Cache-Status", cache_status(state)) == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    r->allow_ranges = 1;
    count_look(exchange);
    return send_frame(r, exchange.store, frame, form);
}

/// A picture that is no longer kept: where the newest one is. Relative, so that it holds behind a
/// prefix and names no host; an address that does not end like the key leads nowhere.
ngx_int_t redirect_to_newest(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    const std::string_view uri = to_view(r->uri);
    if (last_segment(uri) != last_segment(exchange.target.key)) {
        return send_text(r, NGX_HTTP_NOT_FOUND, "this picture is no longer kept\n");
    }
    const std::string_view camera = last_segment(uri.substr(0, uri.rfind('/')));
    constexpr std::string_view up = "../";
    auto* source = to_ngx(camera).data;
    const auto escapes = ngx_escape_uri(nullptr, source, camera.size(), NGX_ESCAPE_URI_COMPONENT);
    const std::size_t length = up.size() + camera.size() + 2 * static_cast<std::size_t>(escapes);
    auto* text = static_cast<u_char*>(ngx_pnalloc(r->pool, length));
    if (text == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    u_char* end = ngx_cpymem(text, up.data(), up.size());
    ngx_escape_uri(end, source, camera.size(), NGX_ESCAPE_URI_COMPONENT);
    ngx_table_elt_t* location = set_field(r, "Location", to_view(ngx_str_t{length, text}));
    if (location == nullptr || set_cache_control(r, kNoStore) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    r->headers_out.location = location;
    return NGX_HTTP_MOVED_TEMPORARILY;
}

bool choose_newest(const Target& target, Choice& choice) noexcept {
    choice = {target.descriptor.frames[0], slot_of(target.entry, Place::kIdentity)};
    return target.match == Match::kEntry && target.descriptor.has_picture();
}

/// A picture that says that the camera is down, in place of one that is too old.
ngx_int_t respond_placeholder(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    count_look(exchange);
    Target target;
    target.entry = exchange.target.descriptor.target;
    target.key = exchange.store.index().key(target.entry);
    const auto choose = [](const Target& of, Choice& choice) noexcept {
        choice = {of.descriptor.frames[0], slot_of(of.entry, Place::kIdentity)};
        return of.descriptor.kind == Kind::kBody && of.descriptor.frame_count > 0;
    };
    Form form = wanted_form(r, exchange.conf);
    Frame* frame = exchange.store.index().read(target.entry, target.descriptor)
                       ? acquire_frame(exchange.store, target, form, choose)
                       : nullptr;
    if (frame == nullptr) {
        return respond_later(r, "10", "camera unavailable\n");
    }
    if (hold(r, frame) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    // No Last-Modified: its date would be taken for that of a picture.
    r->headers_out.status = NGX_HTTP_OK;
    if (set_content_type(r, target.descriptor.type()) != NGX_OK ||
        set_etag(r, frame->ref.etag) != NGX_OK || set_content_encoding(r, {}) != NGX_OK ||
        set_cache_control(r, kPlaceholderCacheControl) != NGX_OK ||
        set_field(r, "Cache-Status", "livecam; hit; detail=placeholder") == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    r->allow_ranges = 1;
    return send_frame(r, exchange.store, frame, form);
}

bool choose_by_etag(const Target& target, Choice& choice) noexcept {
    const Descriptor& descriptor = target.descriptor;
    for (std::size_t i = 0; descriptor.has_picture() && i < descriptor.frame_count; ++i) {
        if (descriptor.frames[i].etag == target.etag && descriptor.frames[i].serial != 0) {
            choice = {descriptor.frames[i],
                      i == 0 ? slot_of(target.entry, Place::kIdentity) : kOlder};
            return target.match == Match::kImmutable;
        }
    }
    return false;
}

}  // namespace

ngx_int_t respond_picture(const Exchange& exchange) noexcept {
    // on_down, as livecamd worked it out.
    if (exchange.target.descriptor.status != 0) {
        count_look(exchange);
        return respond_later(exchange.r, "10", "camera unavailable\n");
    }
    if (exchange.target.descriptor.target != layout::kAnyEntry) {
        return respond_placeholder(exchange);
    }
    Form form = wanted_form(exchange.r, exchange.conf);
    Frame* frame = acquire_frame(exchange.store, exchange.target, form, choose_newest);
    if (frame == nullptr) {
        note_state(exchange);
        count_look(exchange);
        return respond_later(exchange.r, "2",
                             exchange.target.descriptor.has_picture()
                                 ? "not available at this moment\n"
                                 : "no picture yet\n");
    }
    return send_picture(exchange, frame, form,
                        picture_cache_control(exchange.target.descriptor, now_ms()).text());
}

ngx_int_t respond_immutable(const Exchange& exchange) noexcept {
    Form form = wanted_form(exchange.r, exchange.conf);
    Frame* frame = acquire_frame(exchange.store, exchange.target, form, choose_by_etag);
    if (frame == nullptr) {
        return redirect_to_newest(exchange);
    }
    if (frame->ref.etag != exchange.target.etag) {  // the last good one is another picture
        frame->cache->release(frame);
        return redirect_to_newest(exchange);
    }
    return send_picture(exchange, frame, form, kImmutable);
}

}  // namespace livecam::http
