// What the module keeps for a request that goes on after its handler returned.
#pragma once

#include "ngx_module/push/listener.h"

namespace livecam::http {

struct RequestContext {
    Listener* listener;
};

/// From here on nginx's events reach the listener, and the request lasts until it ends it. Returns
/// what the content handler is to return.
ngx_int_t take_over(ngx_http_request_t* r, Listener& listener) noexcept;

/// A T in the request's pool, destroyed with it; null if there is no memory.
template <class T, class... Arguments>
T* make_in_pool(ngx_http_request_t* r, Arguments&&... arguments) noexcept {
    ngx_pool_cleanup_t* cleanup = ngx_pool_cleanup_add(r->pool, sizeof(T));
    if (cleanup == nullptr) {
        return nullptr;
    }
    static_assert(alignof(T) <= NGX_ALIGNMENT);
    auto* made = ::new (cleanup->data) T(static_cast<Arguments&&>(arguments)...);
    cleanup->handler = [](void* data) noexcept { static_cast<T*>(data)->~T(); };
    return made;
}

}  // namespace livecam::http
