// The end of every response: header, then bytes.
#pragma once

#include "ngx_module/worker_store.h"
//
#include <span>
#include <string_view>

namespace livecam::http {

/// A filter of this request reads bodies: they have to be in memory that nobody can truncate.
bool filters_read(const ngx_http_request_t* r) noexcept;

void fill_memory(ngx_buf_t* b, u_char* data, std::size_t length) noexcept;

/// `file` has to live as long as the buffer; it is used for Form::kFile.
void fill_frame(ngx_http_request_t* r, ngx_buf_t* b, ngx_file_t* file, const Frame& frame,
                Form form) noexcept;

/// In which form this request should hold a frame. Filters may want another one later.
Form wanted_form(ngx_http_request_t* r, const LocationConf& conf) noexcept;

/// Ties a reference to the life of the request's pool; until then it is a response that may be
/// ended for livecam_held or livecam_response_timeout. On NGX_ERROR it is released already.
ngx_int_t hold(ngx_http_request_t* r, Frame* frame) noexcept;

/// Sends the header, which is complete but for the length, and the whole frame, which is held;
/// then `tail`, which lives as long as the pool.
ngx_int_t send_frame(ngx_http_request_t* r, WorkerStore& store, Frame* frame, Form form,
                     std::string_view tail = {}) noexcept;

/// The configuration shows something of its own with this status: return the status, and nginx
/// does.
bool has_error_page(ngx_http_request_t* r, ngx_int_t status) noexcept;

/// A short text/plain of this module's own, never stored. `text` is static.
ngx_int_t send_text(ngx_http_request_t* r, ngx_uint_t status, std::string_view text) noexcept;

/// Sends the header, and bytes that live as long as the pool.
ngx_int_t send_bytes(ngx_http_request_t* r, std::string_view bytes) noexcept;

/// The same of several pieces, none of them empty.
ngx_int_t send_parts(ngx_http_request_t* r, std::span<const std::string_view> parts) noexcept;

}  // namespace livecam::http
