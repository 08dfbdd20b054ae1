// What the address of a request asks for after its "?".
#pragma once

#include "ngx_module/conf.h"

namespace livecam::http {

/// As it stands there, not decoded; empty if it is missing.
inline std::string_view argument(ngx_http_request_t* r, std::string_view name) noexcept {
    ngx_str_t value{0, nullptr};
    const ngx_str_t wanted = to_ngx(name);
    return ngx_http_arg(r, wanted.data, wanted.len, &value) == NGX_OK ? to_view(value)
                                                                      : std::string_view{};
}

}  // namespace livecam::http
