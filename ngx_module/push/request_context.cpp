// nginx's headers come first.
#include "ngx_module/push/request_context.h"
//
#include "ngx_module/conf.h"

namespace livecam::http {
namespace {

void on_writable(ngx_http_request_t* r) noexcept {
    auto* context =
        static_cast<RequestContext*>(ngx_http_get_module_ctx(r, ngx_http_livecam_module));
    context->listener->writable();
}

}  // namespace

ngx_int_t take_over(ngx_http_request_t* r, Listener& listener) noexcept {
    auto* context = static_cast<RequestContext*>(ngx_pcalloc(r->pool, sizeof(RequestContext)));
    if (context == nullptr) {
        return NGX_ERROR;
    }
    context->listener = &listener;
    ngx_http_set_ctx(r, context, ngx_http_livecam_module);
    r->write_event_handler = on_writable;
    if (!r->discard_body) {  // else nginx still reads what the client sends
        r->read_event_handler = ngx_http_test_reading;
        if (r->stream == nullptr && ngx_handle_read_event(r->connection->read, 0) != NGX_OK) {
            return NGX_ERROR;
        }
    }
    ++r->main->count;
    return NGX_DONE;
}

}  // namespace livecam::http
