// Where nginx's versions differ (1.18 … 1.30), and nowhere else.
#pragma once

#include "ngx_module/ngx.hpp"

#ifndef ngx_rbtree_data  // since 1.21
#define ngx_rbtree_data(node, type, link) ngx_queue_data(node, type, link)
#endif

namespace livecam::http {

/// A stream of HTTP/2, which has no socket of its own.
inline bool is_http2(const ngx_http_request_t* r) noexcept {
#if (NGX_HTTP_V2)
    return r->stream != nullptr;
#else
    (void)r;
    return false;
#endif
}

/// Whether sendfile(2) goes on working over TLS: since 1.21.4, where the kernel encrypts.
inline bool sends_files_encrypted(const ngx_connection_t* c) noexcept {
#if (NGX_SSL && nginx_version >= 1021004)
    return c->ssl != nullptr && c->ssl->sendfile;
#else
    (void)c;
    return false;
#endif
}

/// Since 1.23, fields of one name are a list.
inline void end_field_list(ngx_table_elt_t* field) noexcept {
#if (nginx_version >= 1023000)
    field->next = nullptr;
#else
    (void)field;
#endif
}

/// Tells nginx which field is Cache-Control, so that `expires` replaces it instead of adding one.
inline ngx_int_t register_cache_control(ngx_http_request_t* r, ngx_table_elt_t* field) noexcept {
#if (nginx_version >= 1023000)
    r->headers_out.cache_control = field;
#else
    ngx_array_t& fields = r->headers_out.cache_control;
    if (fields.elts == nullptr &&
        ngx_array_init(&fields, r->pool, 1, sizeof(ngx_table_elt_t*)) != NGX_OK) {
        return NGX_ERROR;
    }
    auto** slot = static_cast<ngx_table_elt_t**>(ngx_array_push(&fields));
    if (slot == nullptr) {
        return NGX_ERROR;
    }
    *slot = field;
#endif
    return NGX_OK;
}

/// A worker on its way out closes the connection after this answer. Since 1.21.6 nginx says so
/// itself.
inline void announce_close(ngx_http_request_t* r) noexcept {
#if (nginx_version < 1021006)
    if (ngx_exiting) {
        r->keepalive = 0;
    }
#else
    (void)r;
#endif
}

inline bool cache_control_registered(const ngx_http_request_t* r) noexcept {
#if (nginx_version >= 1023000)
    return r->headers_out.cache_control != nullptr;
#else
    return r->headers_out.cache_control.nelts != 0;
#endif
}

}  // namespace livecam::http
