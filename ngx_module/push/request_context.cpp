// nginx's headers come first.
#include "ngx_module/push/request_context.h"
//
#include "ngx_module/compat.h"
#include "ngx_module/conf.h"
#include "ngx_module/headers.h"
#include "ngx_module/pure/cache_control.h"
#include "ngx_module/record.h"

namespace livecam::http {
namespace {

void on_writable(ngx_http_request_t* r) noexcept {
    find_record(r)->listener->writable();
}

/// Small writes must not wait for the acknowledgement of the one before.
void send_at_once(ngx_http_request_t* r) noexcept {
    auto* core = static_cast<ngx_http_core_loc_conf_t*>(
        ngx_http_get_module_loc_conf(r, ngx_http_core_module));
    if (core->tcp_nodelay && !is_http2(r)) {
        ngx_tcp_nodelay(r->connection);  // a failure is logged, and costs only time
    }
}

}  // namespace

ngx_int_t begin_push(ngx_http_request_t* r, std::string_view content_type) noexcept {
    r->headers_out.status = NGX_HTTP_OK;
    ngx_http_clear_content_length(r);
    ngx_http_clear_accept_ranges(r);
    if (set_content_type(r, content_type) != NGX_OK || set_content_encoding(r, {}) != NGX_OK ||
        set_cache_control(r, kNoStore) != NGX_OK ||
        add_field(r, "X-Accel-Buffering", "no") == nullptr) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    const ngx_int_t rc = ngx_http_send_header(r);
    send_at_once(r);
    return rc;
}

ngx_int_t take_over(ngx_http_request_t* r, Listener& listener) noexcept {
    Record* record = find_record(r);
    if (record == nullptr) {
        return NGX_ERROR;
    }
    record->listener = &listener;
    count_client(*record);
    r->write_event_handler = on_writable;
    if (!r->discard_body) {  // else nginx still reads what the client sends
        r->read_event_handler = ngx_http_test_reading;
        if (!is_http2(r) && ngx_handle_read_event(r->connection->read, 0) != NGX_OK) {
            return NGX_ERROR;
        }
    }
    ++r->main->count;
    return NGX_DONE;
}

}  // namespace livecam::http
