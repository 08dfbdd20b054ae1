// Response fields, as nginx wants them. Their text has to live as long as the request's pool.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>
#include <string_view>

namespace livecam::http {

/// A copy in the request's pool; data is null if there is no memory.
ngx_str_t copy_text(ngx_http_request_t* r, std::string_view text) noexcept;

/// Null if there is no memory; the functions below then return NGX_ERROR. `name` and `value` are
/// not copied.
ngx_table_elt_t* add_field(ngx_http_request_t* r, std::string_view name,
                           std::string_view value) noexcept;

/// As add_field, but in place of a field of that name which an answer set that error_page replaced.
ngx_table_elt_t* set_field(ngx_http_request_t* r, std::string_view name,
                           std::string_view value) noexcept;

/// Copies `text`. What error_page shows is never stored, whatever `text` says.
ngx_int_t set_cache_control(ngx_http_request_t* r, std::string_view text) noexcept;
ngx_int_t set_etag(ngx_http_request_t* r, std::uint64_t etag) noexcept;

/// For content that is the same in what it says, not in every byte (RFC 9110, 8.8.3).
ngx_int_t set_weak_etag(ngx_http_request_t* r, std::uint64_t etag) noexcept;

/// Copies `type`.
ngx_int_t set_content_type(ngx_http_request_t* r, std::string_view type) noexcept;
void set_last_modified(ngx_http_request_t* r, std::int64_t at_ms) noexcept;

/// `coding`, or nothing for identity; either way no filter encodes the body once more.
ngx_int_t set_content_encoding(ngx_http_request_t* r, std::string_view coding) noexcept;

/// The body was chosen by Accept-Encoding.
ngx_int_t vary_on_encoding(ngx_http_request_t* r) noexcept;

/// Browsers must not guess another type.
ngx_int_t forbid_sniffing(ngx_http_request_t* r) noexcept;

/// If-None-Match takes precedence over If-Modified-Since, and If-Match over If-Unmodified-Since
/// (RFC 9110, 13.2.2); nginx would have both hold. Where there is no date to compare with, or the
/// client's is none, If-Unmodified-Since is ignored (13.1.4); nginx would answer 412. Call after
/// set_last_modified.
void order_preconditions(ngx_http_request_t* r) noexcept;

}  // namespace livecam::http
