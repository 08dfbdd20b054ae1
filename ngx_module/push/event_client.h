// One client of /events.
#pragma once

#include "ngx_module/push/event_source.h"
#include "ngx_module/push/outlet.h"

namespace livecam::http {

class EventClient final : public Listener {
  public:
    static constexpr ngx_msec_t kSilenceMs = 15'000;

    EventClient(ngx_http_request_t* r, Hub& hub, const Filter& filter,
                const Position& position) noexcept;
    ~EventClient();

    /// After the header: the reconnection time, and what there is to tell. NGX_ERROR: the
    /// connection is lost, nothing was finalized.
    ngx_int_t begin() noexcept;

    void changed() noexcept override;
    void beat(ngx_msec_t now) noexcept override;
    void leave() noexcept override;
    void writable() noexcept override;
    std::uint64_t groups() const noexcept override {
        return filter_.entry == Filter::kAnyEntry ? filter_.groups : 0;
    }

  private:
    ngx_int_t pump() noexcept;
    ngx_int_t write(std::string_view bytes) noexcept;
    void drop_block() noexcept;

    Hub& hub_;
    Outlet outlet_;
    Filter filter_;
    Position position_;
    Block* block_ = nullptr;  // under way
    ngx_msec_t written_at_ = 0;
    char line_[96];  // the retry line, or the comment, under way
};
static_assert(sizeof(EventClient) <= 1024, "with a Block, below 4 KB + 1 KB for each client");

}  // namespace livecam::http
