// nginx's headers come first.
#include "ngx_module/push/outlet.h"
//
#include "ngx_module/conf.h"

namespace livecam::http {

bool Outlet::idle() const noexcept {
    return r_->out == nullptr && r_->buffered == 0 && r_->connection->buffered == 0;
}

ngx_buf_t* Outlet::next_buffer() noexcept {
    turn_ ^= 1;
    ngx_buf_t* b = &buffers_[turn_];
    ngx_memzero(b, sizeof(ngx_buf_t));
    return b;
}

ngx_int_t Outlet::write(std::string_view bytes) noexcept {
    ngx_buf_t* b = next_buffer();
    b->start = b->pos = to_ngx(bytes).data;
    b->end = b->last = b->pos + bytes.size();
    b->memory = 1;
    b->flush = 1;
    ngx_chain_t out{b, nullptr};
    return write(&out);
}

ngx_int_t Outlet::write(ngx_chain_t* chain) noexcept {
    return after(ngx_http_output_filter(r_, chain));
}

ngx_int_t Outlet::after(ngx_int_t rc) noexcept {
    ngx_connection_t* c = r_->connection;
    ngx_event_t* wev = c->write;
    if (rc == NGX_ERROR || c->error || c->timedout) {
        return NGX_ERROR;
    }
    auto* core = static_cast<ngx_http_core_loc_conf_t*>(
        ngx_http_get_module_loc_conf(r_, ngx_http_core_module));
    if (idle()) {
        if (wev->timer_set) {
            ngx_del_timer(wev);
        }
        return NGX_OK;
    }
    if (!wev->delayed) {  // by limit_rate, which has set the timer itself
        ngx_add_timer(wev, core->send_timeout);
    }
    return ngx_handle_write_event(wev, core->send_lowat) == NGX_OK ? NGX_AGAIN : NGX_ERROR;
}

ngx_int_t Outlet::resume() noexcept {
    ngx_connection_t* c = r_->connection;
    if (c->write->timedout) {
        ngx_log_error(NGX_LOG_INFO, c->log, NGX_ETIMEDOUT, "livecam: client took nothing");
        c->timedout = 1;
        return NGX_ERROR;
    }
    if (idle()) {  // an event for nothing; nginx takes an empty write for a mistake
        return NGX_OK;
    }
    if (c->write->delayed) {
        return ngx_handle_write_event(c->write, 0) == NGX_OK ? NGX_AGAIN : NGX_ERROR;
    }
    return after(ngx_http_output_filter(r_, nullptr));
}

void Outlet::end(ngx_http_request_t* r) noexcept {
    ngx_http_finalize_request(r, ngx_http_send_special(r, NGX_HTTP_LAST));
}

void Outlet::abort(ngx_http_request_t* r) noexcept {
    ngx_http_finalize_request(r, NGX_ERROR);
}

}  // namespace livecam::http
