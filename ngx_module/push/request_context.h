// A request that goes on after its handler returned; Record::listener leads to who goes on.
#pragma once

#include <new>
#include <string_view>

#include "ngx_module/push/hub.h"

namespace livecam::http {

/// Sends the header of a response that has no end. Returns what ngx_http_send_header() does.
ngx_int_t begin_push(ngx_http_request_t* r, std::string_view content_type) noexcept;

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

/// After begin_push(): lets the client listen, and tells it what there is. `client` may be null:
/// there was no memory.
template <class Client>
ngx_int_t push_to(ngx_http_request_t* r, Hub& hub, Client* client) noexcept {
    if (client == nullptr) {
        return NGX_ERROR;
    }
    hub.add(*client);
    const ngx_int_t rc = take_over(r, *client);
    if (rc == NGX_DONE && client->begin() == NGX_ERROR) {
        --r->main->count;
        return NGX_ERROR;
    }
    return rc;
}

}  // namespace livecam::http
