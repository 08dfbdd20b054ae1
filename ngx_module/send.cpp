// nginx's headers come first.
#include "ngx_module/send.h"
//
#include "ngx_module/compat.h"
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"

namespace livecam::http {
namespace {

/// `rest`, if it is not null, comes after `b`.
ngx_int_t output(ngx_http_request_t* r, ngx_buf_t* b, ngx_buf_t* rest = nullptr) noexcept {
    ngx_buf_t* last = rest != nullptr ? rest : b;
    last->last_buf = (r == r->main) ? 1 : 0;
    last->last_in_chain = 1;
    last->sync = (last->last_buf || last->memory || last->in_file) ? 0 : 1;
    ngx_chain_t second{rest, nullptr};
    ngx_chain_t out{b, rest != nullptr ? &second : nullptr};
    return ngx_http_output_filter(r, &out);
}

}  // namespace

bool filters_read(const ngx_http_request_t* r) noexcept {
    return r->main_filter_need_in_memory || r->filter_need_in_memory || r->filter_need_temporary;
}

void fill_memory(ngx_buf_t* b, u_char* data, std::size_t length) noexcept {
    b->start = b->pos = data;
    b->end = b->last = data + length;
    b->memory = 1;  // never temporary: filters must not write here
}

void fill_frame(ngx_http_request_t* r, ngx_buf_t* b, ngx_file_t* file, const Frame& frame,
                Form form) noexcept {
    switch (form) {
        case Form::kMapping:
            fill_memory(b, frame.mapping, frame.ref.length);
            break;
        case Form::kHeap:
            fill_memory(b, frame.heap, frame.ref.length);
            break;
        case Form::kFile:
            file->fd = frame.fd.get();
            file->log = r->connection->log;
            ngx_str_set(&file->name, "livecam frame");
            b->file = file;
            b->file_last = static_cast<off_t>(frame.ref.length);
            b->in_file = 1;
            break;
    }
}

Form wanted_form(ngx_http_request_t* r, const LocationConf& conf) noexcept {
    const bool as_file = conf.send == kSendFile && !r->subrequest_in_memory;
#if (NGX_SSL)
    // OpenSSL reads in user space. From a file, nginx would read a copy for each client, and log an
    // alert if the file was cut.
    if (r->connection->ssl != nullptr && !(as_file && sends_files_encrypted(r->connection))) {
        return Form::kHeap;
    }
#endif
    if (as_file) {
        return Form::kFile;
    }
    return r->subrequest_in_memory ? Form::kHeap : Form::kMapping;
}

ngx_int_t hold(ngx_http_request_t* r, Frame* frame) noexcept {
    const auto& conf =
        *static_cast<LocationConf*>(ngx_http_get_module_loc_conf(r, ngx_http_livecam_module));
    return conf.store->worker->responses().add(r, frame);
}

ngx_int_t send_frame(ngx_http_request_t* r, WorkerStore& store, Frame* frame, Form form,
                     std::string_view tail) noexcept {
    // All memory first: once the header is out, a failure breaks the response off.
    auto* b = static_cast<ngx_buf_t*>(ngx_calloc_buf(r->pool));
    auto* file = static_cast<ngx_file_t*>(ngx_pcalloc(r->pool, sizeof(ngx_file_t)));
    auto* rest = tail.empty() ? nullptr : static_cast<ngx_buf_t*>(ngx_calloc_buf(r->pool));
    if (b == nullptr || file == nullptr || (rest == nullptr && !tail.empty())) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const std::uint64_t length = frame->ref.length;
    r->headers_out.content_length_n = static_cast<off_t>(length + tail.size());
    order_preconditions(r);

    const ngx_int_t rc = ngx_http_send_header(r);
    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }
    if (rest != nullptr) {
        fill_memory(rest, to_ngx(tail).data, tail.size());
    }
    if (length == 0) {
        return output(r, rest != nullptr ? rest : b);
    }
    if (form == Form::kMapping && filters_read(r)) {
        form = Form::kHeap;
        if (!store.frames().provide(frame, store.frames_directory(), form)) {
            return NGX_ERROR;
        }
    }
    fill_frame(r, b, file, *frame, form);
    return output(r, b, rest);
}

bool has_error_page(ngx_http_request_t* r, ngx_int_t status) noexcept {
    const auto* core = static_cast<ngx_http_core_loc_conf_t*>(
        ngx_http_get_module_loc_conf(r, ngx_http_core_module));
    if (r->error_page || core->error_pages == nullptr) {
        return false;
    }
    const auto* pages = static_cast<const ngx_http_err_page_t*>(core->error_pages->elts);
    for (ngx_uint_t i = 0; i < core->error_pages->nelts; ++i) {
        if (pages[i].status == status) {
            return true;
        }
    }
    return false;
}

ngx_int_t send_bytes(ngx_http_request_t* r, std::string_view bytes) noexcept {
    auto* b = static_cast<ngx_buf_t*>(ngx_calloc_buf(r->pool));
    if (b == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    r->headers_out.content_length_n = static_cast<off_t>(bytes.size());
    order_preconditions(r);
    const ngx_int_t rc = ngx_http_send_header(r);
    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }
    if (!bytes.empty()) {
        fill_memory(b, to_ngx(bytes).data, bytes.size());
    }
    return output(r, b);
}

ngx_int_t send_parts(ngx_http_request_t* r, std::span<const std::string_view> parts) noexcept {
    ngx_chain_t* first = nullptr;
    ngx_chain_t** next = &first;
    ngx_buf_t* last = nullptr;
    off_t length = 0;
    for (const std::string_view part : parts) {
        last = static_cast<ngx_buf_t*>(ngx_calloc_buf(r->pool));
        ngx_chain_t* link = ngx_alloc_chain_link(r->pool);
        if (last == nullptr || link == nullptr) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }
        fill_memory(last, to_ngx(part).data, part.size());
        length += static_cast<off_t>(part.size());
        *link = {last, nullptr};
        *next = link;
        next = &link->next;
    }
    last->last_buf = (r == r->main) ? 1 : 0;
    last->last_in_chain = 1;
    r->headers_out.content_length_n = length;
    order_preconditions(r);
    const ngx_int_t rc = ngx_http_send_header(r);
    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }
    return ngx_http_output_filter(r, first);
}

ngx_int_t send_text(ngx_http_request_t* r, ngx_uint_t status, std::string_view text) noexcept {
    r->headers_out.status = status;
    if (set_content_type(r, "text/plain; charset=utf-8") != NGX_OK ||
        set_cache_control(r, kNoStore) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    return send_bytes(r, text);
}

}  // namespace livecam::http
