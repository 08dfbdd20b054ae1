// nginx's headers come first.
#include "ngx_module/headers.h"
//
#include "ngx_module/compat.h"
#include "ngx_module/conf.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/pure/etag.h"
#include "ngx_module/pure/field.h"

namespace livecam::http {

ngx_str_t copy_text(ngx_http_request_t* r, std::string_view text) noexcept {
    auto* data = static_cast<u_char*>(ngx_pnalloc(r->pool, text.size() + 1));
    if (data == nullptr) {
        return {0, nullptr};
    }
    ngx_memcpy(data, text.data(), text.size());
    data[text.size()] = '\0';
    return {text.size(), data};
}

ngx_table_elt_t* add_field(ngx_http_request_t* r, std::string_view name,
                           std::string_view value) noexcept {
    auto* field = static_cast<ngx_table_elt_t*>(ngx_list_push(&r->headers_out.headers));
    if (field == nullptr) {
        return nullptr;
    }
    ngx_memzero(field, sizeof(ngx_table_elt_t));
    field->hash = 1;
    field->key = to_ngx(name);
    field->value = to_ngx(value);
    end_field_list(field);
    return field;
}

ngx_table_elt_t* set_field(ngx_http_request_t* r, std::string_view name,
                           std::string_view value) noexcept {
    if (!r->internal) {  // nothing came before
        return add_field(r, name, value);
    }
    for (ngx_list_part_t* part = &r->headers_out.headers.part; part != nullptr; part = part->next) {
        auto* fields = static_cast<ngx_table_elt_t*>(part->elts);
        for (ngx_uint_t i = 0; i < part->nelts; ++i) {
            if (fields[i].hash != 0 && equals_ignoring_case(to_view(fields[i].key), name)) {
                fields[i].value = to_ngx(value);
                return &fields[i];
            }
        }
    }
    return add_field(r, name, value);
}

ngx_int_t set_cache_control(ngx_http_request_t* r, std::string_view text) noexcept {
    const ngx_str_t copy = copy_text(r, r->err_status >= NGX_HTTP_BAD_REQUEST ? kNoStore : text);
    if (copy.data == nullptr) {
        return NGX_ERROR;
    }
    if (r->internal) {
        ngx_table_elt_t* field = set_field(r, "Cache-Control", to_view(copy));
        if (field == nullptr || cache_control_registered(r)) {
            return field != nullptr ? NGX_OK : NGX_ERROR;
        }
        return register_cache_control(r, field);
    }
    ngx_table_elt_t* field = add_field(r, "Cache-Control", to_view(copy));
    return field != nullptr ? register_cache_control(r, field) : NGX_ERROR;
}

ngx_int_t set_etag(ngx_http_request_t* r, std::uint64_t etag) noexcept {
    auto* text = static_cast<char*>(ngx_pnalloc(r->pool, kEtagBytes));
    if (text == nullptr) {
        return NGX_ERROR;
    }
    format_etag(etag, text);
    r->headers_out.etag = set_field(r, "ETag", {text, kEtagBytes});
    return r->headers_out.etag != nullptr ? NGX_OK : NGX_ERROR;
}

ngx_int_t set_weak_etag(ngx_http_request_t* r, std::uint64_t etag) noexcept {
    auto* text = static_cast<char*>(ngx_pnalloc(r->pool, kEtagBytes + 2));
    if (text == nullptr) {
        return NGX_ERROR;
    }
    text[0] = 'W';
    text[1] = '/';
    format_etag(etag, text + 2);
    r->headers_out.etag = add_field(r, "ETag", {text, kEtagBytes + 2});
    return r->headers_out.etag != nullptr ? NGX_OK : NGX_ERROR;
}

ngx_int_t set_content_type(ngx_http_request_t* r, std::string_view type) noexcept {
    const ngx_str_t copy = copy_text(r, type);
    if (copy.data == nullptr) {
        return NGX_ERROR;
    }
    r->headers_out.content_type = copy;
    // Up to its parameters: by this nginx compares types, and sees whether there is a charset.
    std::size_t length = type.find(';');
    length = length == std::string_view::npos ? type.size() : length;
    while (length > 0 && type[length - 1] == ' ') {
        --length;
    }
    r->headers_out.content_type_len = length;
    r->headers_out.content_type_lowcase = nullptr;
    return NGX_OK;
}

void set_last_modified(ngx_http_request_t* r, std::int64_t at_ms) noexcept {
    // 9999-12-31: later ones do not fit into an HTTP date.
    constexpr std::int64_t last_second = 253402300799;
    if (at_ms > 0 && at_ms / 1000 <= last_second) {
        r->headers_out.last_modified_time = static_cast<time_t>(at_ms / 1000);
    }
}

ngx_int_t set_content_encoding(ngx_http_request_t* r, std::string_view coding) noexcept {
    // The gzip filter and its third-party kin leave a body alone that has a Content-Encoding, also
    // one that is not sent (hash 0).
    ngx_table_elt_t* field =
        add_field(r, "Content-Encoding", coding.empty() ? std::string_view{"identity"} : coding);
    if (field == nullptr) {
        return NGX_ERROR;
    }
    field->hash = coding.empty() ? 0 : 1;
    r->headers_out.content_encoding = field;
#if (NGX_HTTP_GZIP)
    // The gunzip filter decodes for those of whom this says no.
    r->gzip_tested = 1;
    r->gzip_ok = coding == "gzip" ? 1 : 0;
#endif
    return NGX_OK;
}

ngx_int_t vary_on_encoding(ngx_http_request_t* r) noexcept {
#if (NGX_HTTP_GZIP)
    const auto* core = static_cast<ngx_http_core_loc_conf_t*>(
        ngx_http_get_module_loc_conf(r, ngx_http_core_module));
    if (core->gzip_vary) {
        r->gzip_vary = 1;  // nginx writes the field, and would write a second one
        return NGX_OK;
    }
#endif
    return add_field(r, "Vary", "Accept-Encoding") != nullptr ? NGX_OK : NGX_ERROR;
}

ngx_int_t forbid_sniffing(ngx_http_request_t* r) noexcept {
    return set_field(r, "X-Content-Type-Options", "nosniff") != nullptr ? NGX_OK : NGX_ERROR;
}

void order_preconditions(ngx_http_request_t* r) noexcept {
    if (r->headers_in.if_none_match != nullptr) {
        r->headers_in.if_modified_since = nullptr;
    }
    ngx_table_elt_t*& unmodified = r->headers_in.if_unmodified_since;
    if (unmodified == nullptr) {
        return;
    }
    if (r->headers_in.if_match != nullptr || r->headers_out.last_modified_time == -1 ||
        ngx_parse_http_time(unmodified->value.data, unmodified->value.len) == NGX_ERROR) {
        unmodified = nullptr;
    }
}

}  // namespace livecam::http
