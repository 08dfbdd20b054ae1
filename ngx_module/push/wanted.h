// What a request's ?group= and ?camera= ask for.
#pragma once

#include "ngx_module/push/hub.h"

namespace livecam::http {

/// Null, or a sentence: why there is no such thing, for a 404. After Hub::look().
const char* read_filter(ngx_http_request_t* r, Hub& hub, Filter& filter) noexcept;

}  // namespace livecam::http
