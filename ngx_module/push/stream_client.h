// One client of /stream/<slug>: the pictures of a camera as multipart/x-mixed-replace, straight
// from the same frames as everything else.
//
// One picture is under way at a time; when it has been taken, the next is the newest there is. A
// browser may show a part only when it sees the next one begin (Blink does), so each part is
// followed by its delimiter at once.
#pragma once

#include <cstdint>

#include "ngx_module/lookup.h"
#include "ngx_module/push/hub.h"
#include "ngx_module/push/outlet.h"

namespace livecam::http {

class StreamClient final : public Listener {
  public:
    static constexpr std::string_view kContentType = "multipart/x-mixed-replace; boundary=livecam";
    /// An unchanged picture is sent again after this time: the connection is seen to be alive.
    static constexpr ngx_msec_t kSilenceMs = 30'000;

    /// `key` is that of the stream, in the request's pool. At least `gap_ms` lie between two
    /// pictures.
    StreamClient(ngx_http_request_t* r, Hub& hub, std::string_view key, ngx_msec_t gap_ms,
                 Form form) noexcept;
    ~StreamClient();

    /// After the header: the newest picture. NGX_ERROR: the connection is lost, nothing was
    /// finalized.
    ngx_int_t begin() noexcept;

    void changed() noexcept override;
    void beat(ngx_msec_t now) noexcept override;
    void leave() noexcept override;
    void writable() noexcept override;

  private:
    static void on_timer(ngx_event_t* event) noexcept;

    bool locate() noexcept;
    bool due() noexcept;
    ngx_int_t pump(bool again) noexcept;
    ngx_int_t send(Frame* frame, Form form) noexcept;
    void drop_frame() noexcept;

    Hub& hub_;
    Outlet outlet_;
    std::string_view key_;
    std::uint32_t entry_ = 0;  // the camera's, in the index of epoch_
    std::uint64_t epoch_ = 0;
    ngx_msec_t gap_ms_;
    Form form_;
    bool under_way_ = false;
    Responses::Response response_{};  // of the picture under way
    std::uint64_t serial_ = 0;
    ngx_msec_t sent_at_ = 0;
    bool first_ = true;
    ngx_event_t timer_{};
    ngx_file_t file_{};
    // Two turns of each, see Outlet::next_buffer().
    unsigned turn_ = 0;
    ngx_buf_t buffers_[2][3] = {};
    char heads_[2][192];
};

}  // namespace livecam::http
