// A response that is written piece by piece, as long as it lasts: one piece under way at a time, so
// that a client which cannot keep up never has a queue.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <string_view>

namespace livecam::http {

class Outlet {
  public:
    explicit Outlet(ngx_http_request_t* r) noexcept : r_(r) {}
    Outlet(const Outlet&) = delete;
    Outlet& operator=(const Outlet&) = delete;

    ngx_http_request_t* request() const noexcept { return r_; }

    /// Nothing of what was written waits for the client: its bytes may go.
    bool idle() const noexcept;

    /// Only while idle. The bytes stay the caller's, until idle again. NGX_OK: idle; NGX_AGAIN: the
    /// request's write_event_handler will be called; NGX_ERROR: the connection is lost.
    ngx_int_t write(std::string_view bytes) noexcept;
    ngx_int_t write(ngx_chain_t* chain) noexcept;

    /// From the write_event_handler: sends what waits. NGX_ERROR also if the client took nothing
    /// for longer than send_timeout.
    ngx_int_t resume() noexcept;

    /// Ends the response well, after what is under way. The request may be gone afterwards.
    static void end(ngx_http_request_t* r) noexcept;
    /// Breaks it off. The request may be gone afterwards.
    static void abort(ngx_http_request_t* r) noexcept;

    /// A buffer for the next write; two take turns, because filters look once more at the last one.
    ngx_buf_t* next_buffer() noexcept;

  private:
    ngx_int_t after(ngx_int_t rc) noexcept;

    ngx_http_request_t* r_;
    ngx_buf_t buffers_[2] = {};
    unsigned turn_ = 0;
};

}  // namespace livecam::http
