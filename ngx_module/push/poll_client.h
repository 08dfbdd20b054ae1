// A client of /api/state.json that waits for a change: it is answered once, with the document, when
// there is one, when its time is up, or when the worker is about to exit.
#pragma once

#include "ngx_module/document_cache.h"
#include "ngx_module/push/event_source.h"

namespace livecam::http {

/// There is something to tell a client of this filter that knows all changes up to `id`.
bool news_since(Hub& hub, const Filter& filter, EventId id) noexcept;

class PollClient final : public Listener {
  public:
    /// To be answered at `deadline`, of ngx_current_msec, at the latest; so much the later as the
    /// hub's beat comes.
    PollClient(ngx_http_request_t* r, Hub& hub, const Filter& filter, EventId since,
               ngx_msec_t deadline) noexcept;
    ~PollClient();

    ngx_int_t begin() noexcept;

    void changed() noexcept override;
    void beat(ngx_msec_t now) noexcept override;
    void leave() noexcept override;
    void writable() noexcept override {}
    std::uint64_t groups() const noexcept override {
        return filter_.entry == Filter::kAnyEntry ? filter_.groups : 0;
    }

  private:
    bool news() noexcept;
    bool tells_of_it(const SharedDocument& document) const noexcept;
    SharedDocument* document() noexcept;
    void answer(SharedDocument* document) noexcept;

    Hub& hub_;
    Filter filter_;
    Position position_;
    ngx_msec_t deadline_;
    // What a document has to know of to be an answer: held ones may be older.
    bool due_ = false;
    std::uint64_t due_generation_ = 0;
    std::int64_t due_at_ = 0;  // ms since the epoch
};

}  // namespace livecam::http
