// nginx's headers come first.
#include "ngx_module/respond.h"
//
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/accept_encoding.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/pure/field.h"
#include "ngx_module/send.h"

namespace livecam::http {
namespace {

constexpr std::string_view kHit = "livecam; hit";  // RFC 9211

std::string_view coding(Encoding encoding) noexcept {
    return encoding == Encoding::kIdentity ? std::string_view{} : to_string(encoding);
}

EncodingPreferences preferences(ngx_http_request_t* r, const LocationConf& conf) noexcept {
    EncodingPreferences wanted;
    // A subrequest becomes a part of another body, whatever the client could decode.
    if (r != r->main || !conf.variants) {
        return wanted;
    }
    // All lines of that name; before 1.23 nginx has a pointer to one of them only.
    for (const ngx_list_part_t* part = &r->headers_in.headers.part; part != nullptr;
         part = part->next) {
        const auto* fields = static_cast<const ngx_table_elt_t*>(part->elts);
        for (ngx_uint_t i = 0; i < part->nelts; ++i) {
            if (equals_ignoring_case(to_view(fields[i].key), "Accept-Encoding")) {
                wanted.add(to_view(fields[i].value));
            }
        }
    }
    return wanted;
}

EncodingSet available(const Descriptor& descriptor) noexcept {
    EncodingSet set = 0;
    for (std::size_t i = 0; i < descriptor.frame_count; ++i) {
        set |= encoding_bit(descriptor.frames[i].encoding);
    }
    return set;
}

bool choose_variant(const Target& target, const EncodingPreferences& wanted,
                    Choice& choice) noexcept {
    const Descriptor& descriptor = target.descriptor;
    const Encoding encoding = wanted.pick(available(descriptor));
    for (std::size_t i = 0; i < descriptor.frame_count; ++i) {
        if (descriptor.frames[i].encoding == encoding) {
            choice = {descriptor.frames[i], slot_of(target.entry, static_cast<Place>(encoding))};
            return target.match == Match::kEntry && descriptor.kind == Kind::kBody;
        }
    }
    return false;
}

bool choose_fields(const Target& target, Choice& choice) noexcept {
    choice.ref = FrameRef{};
    choice.ref.serial = target.descriptor.headers_serial;
    choice.ref.length = target.descriptor.headers_length;
    choice.slot = kNoSlot;  // entries share them
    return target.descriptor.headers_serial != 0 &&
           target.descriptor.headers_length <= kMaxFieldLinesBytes;
}

struct Parts {
    Frame* body = nullptr;
    Form form = Form::kMapping;
    Frame* fields = nullptr;
};

/// Body and fields of one generation: what a page allows itself belongs to its own bytes.
bool acquire_parts(const Exchange& exchange, Parts& parts) noexcept {
    const EncodingPreferences wanted = preferences(exchange.r, exchange.conf);
    const auto choose = [&wanted](const Target& target, Choice& choice) noexcept {
        return choose_variant(target, wanted, choice);
    };
    for (int i = 0; i < kReadTries; ++i) {
        parts.form = wanted_form(exchange.r, exchange.conf);
        parts.body = acquire_frame(exchange.store, exchange.target, parts.form, choose);
        if (parts.body == nullptr) {
            return false;
        }
        const Descriptor& descriptor = exchange.target.descriptor;
        if (descriptor.headers_serial == 0) {
            return true;
        }
        const std::uint64_t generation = descriptor.generation;
        Form heap = Form::kHeap;
        parts.fields = acquire_frame(exchange.store, exchange.target, heap, choose_fields);
        if (parts.fields != nullptr && descriptor.generation == generation) {
            return true;
        }
        if (parts.fields != nullptr) {
            parts.fields->cache->release(parts.fields);
            parts.fields = nullptr;
        }
        parts.body->cache->release(parts.body);
    }
    return false;
}

/// The frame is a copy of this worker's own: what was checked once stays as it is.
ngx_int_t add_fields(ngx_http_request_t* r, Frame& frame) noexcept {
    const std::string_view text{reinterpret_cast<const char*>(frame.heap),
                                frame.heap != nullptr ? frame.ref.length : 0};
    if (!frame.fields_checked) {
        frame.fields_valid = all_may_be_sent(text);
        frame.fields_checked = true;
    }
    bool complete = true;
    if (!frame.fields_valid) {
        for_each_field(text,
                       [r, &complete](std::string_view name, std::string_view value) noexcept {
                           complete = add_field(r, name, value) != nullptr;
                           return complete;
                       });
        return complete ? NGX_OK : NGX_ERROR;
    }
    std::string_view name;
    std::string_view value;
    for (std::string_view rest = text; complete && !rest.empty();) {
        complete = next_field(rest, name, value) && add_field(r, name, value) != nullptr;
    }
    return complete ? NGX_OK : NGX_ERROR;
}

/// `livecamctl put` of an empty file leads to an entry without frames.
ngx_int_t send_nothing(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    r->headers_out.status = NGX_HTTP_OK;
    if (set_content_type(r, exchange.target.descriptor.type()) != NGX_OK ||
        set_cache_control(r, body_cache_control(exchange.target.descriptor).text()) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    return send_bytes(r, {});
}

}  // namespace

ngx_int_t respond_body(const Exchange& exchange) noexcept {
    ngx_http_request_t* r = exchange.r;
    if (exchange.target.descriptor.frame_count == 0) {
        return send_nothing(exchange);
    }
    Parts parts;
    if (!acquire_parts(exchange, parts)) {
        return respond_later(r, "1", "not available at this moment\n");
    }
    const bool fields_held = parts.fields == nullptr || hold(r, parts.fields) == NGX_OK;
    if (hold(r, parts.body) != NGX_OK || !fields_held) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const Descriptor& descriptor = exchange.target.descriptor;
    const FrameRef& ref = parts.body->ref;
    exchange.record.variant = ref.encoding;
    exchange.record.has_variant = true;
    const bool negotiated = descriptor.frame_count > 1 && exchange.conf.variants;
    r->headers_out.status = NGX_HTTP_OK;
    set_last_modified(r, ref.changed_at);
    if (set_content_type(r, descriptor.type()) != NGX_OK || set_etag(r, ref.etag) != NGX_OK ||
        set_cache_control(r, body_cache_control(descriptor).text()) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    if (set_field(r, "Cache-Status", kHit) == nullptr ||
        (negotiated && vary_on_encoding(r) != NGX_OK)) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    // A body that is there in one encoding only may be encoded by nginx's own filters.
    if ((negotiated || ref.encoding != Encoding::kIdentity) &&
        set_content_encoding(r, coding(ref.encoding)) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    if (parts.fields != nullptr && add_fields(r, *parts.fields) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    r->allow_ranges = 1;
    return send_frame(r, exchange.store, parts.body, parts.form);
}

}  // namespace livecam::http
