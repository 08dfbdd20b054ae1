// A response that goes on when something changes in the store.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>

namespace livecam::http {

class Listener;

/// Apart from the class, because nginx's queue finds its element by an offset.
struct ListenerLink {
    ngx_queue_t queue;
    Listener* listener;
};

/// Called by the worker's Hub. Each call may end the request, and with it the listener.
class Listener {
  public:
    /// Another generation, another index, or the computed state of a camera changed.
    virtual void changed() noexcept = 0;
    /// About once a second.
    virtual void beat(ngx_msec_t now) noexcept = 0;
    /// The worker is about to exit: end the response so that the client comes back.
    virtual void leave() noexcept = 0;
    /// The connection takes more, or its time is up.
    virtual void writable() noexcept = 0;

    /// The groups whose cameras it looks at all the time, as in Descriptor::groups.
    virtual std::uint64_t groups() const noexcept { return 0; }

    ngx_http_request_t* request() const noexcept { return r_; }

  protected:
    explicit Listener(ngx_http_request_t* r) noexcept : r_(r), link_{{nullptr, nullptr}, this} {}
    ~Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

  private:
    friend class Hub;
    ngx_http_request_t* r_;
    ListenerLink link_;
};

}  // namespace livecam::http
