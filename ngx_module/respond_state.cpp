// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

/// Digits of the time at which it is sent: milliseconds since the epoch, from 2001 to 2286.
constexpr std::size_t kNowDigits = 13;

bool choose_facts(const Target& target, Choice& choice) noexcept {
    choice = {target.descriptor.frames[0], slot_of(target.entry, Place::kIdentity)};
    return target.descriptor.kind == Kind::kState && target.descriptor.frame_count > 0;
}

void release_document(void* data) noexcept {
    DocumentCache::release(static_cast<SharedDocument*>(data));
}

std::string_view wanted_group(ngx_http_request_t* r) noexcept {
    ngx_str_t value = ngx_null_string;
    auto* name = const_cast<u_char*>(reinterpret_cast<const u_char*>("group"));
    return ngx_http_arg(r, name, 5, &value) == NGX_OK ? to_view(value) : std::string_view{};
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

/// Null: there is no memory.
SharedDocument* document_of(const Exchange& exchange, const Facts& facts, int group) noexcept {
    WorkerStore& store = exchange.store;
    const bool alive = store.sidecar_alive();
    if (SharedDocument* known = store.documents().find(group, store.index(), now_ms(), alive)) {
        return known;
    }
    const std::uint64_t begin = monotonic_ns();
    StateDocument built = StateDocument::build(store.index(), facts, group, now_ms(), alive);
    return built.complete() ? store.documents().put(group, std::move(built), store.index(),
                                                    now_ms(), monotonic_ns() - begin)
                            : nullptr;
}

ngx_int_t send_document(const Exchange& exchange, SharedDocument* shared) noexcept {
    ngx_http_request_t* r = exchange.r;
    ngx_pool_cleanup_t* cleanup = ngx_pool_cleanup_add(r->pool, 0);
    const std::string_view now = now_text(r);
    if (cleanup == nullptr || now.empty()) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    DocumentCache::hold(shared);
    cleanup->handler = release_document;
    cleanup->data = shared;
    const StateDocument& document = shared->document;
    r->headers_out.status = NGX_HTTP_OK;
    if (set_content_type(r, "application/json; charset=utf-8") != NGX_OK ||
        set_weak_etag(r, document.hash()) != NGX_OK ||
        set_cache_control(r, body_cache_control(exchange.target.descriptor).text()) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const std::string_view parts[] = {document.head(), now, document.tail()};
    return send_parts(r, parts);
}

}  // namespace

ngx_int_t respond_state(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    Form form = Form::kHeap;
    Frame* frame = acquire_frame(exchange.store, exchange.target, form, choose_facts);
    Facts facts;
    if (frame != nullptr) {
        if (hold(r, frame) != NGX_OK) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }
        facts = parse_facts({reinterpret_cast<const char*>(frame->heap),
                             frame->heap != nullptr ? frame->ref.length : 0});
    }
    int group = kAllGroups;
    if (const std::string_view id = wanted_group(r); !id.empty()) {
        group = group_bit(facts, id);
        if (group < 0) {
            return send_text(r, NGX_HTTP_NOT_FOUND, "no such group\n");
        }
    }
    SharedDocument* document = document_of(exchange, facts, group);
    return document != nullptr ? send_document(exchange, document) : NGX_HTTP_INTERNAL_SERVER_ERROR;
}

}  // namespace livecam::http
