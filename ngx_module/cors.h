// What scripts of other sites may read (Fetch, "CORS protocol"): pictures and JSON, if livecam_cors
// says so.
#pragma once

#include "ngx_module/conf.h"
#include "ngx_module/lookup.h"

namespace livecam::http {

/// `shared` becomes whether the answer carries Access-Control-Allow-Origin.
ngx_int_t add_cors(ngx_http_request_t* r, const LocationConf& conf, const Target& target,
                   bool& shared) noexcept;

/// What an OPTIONS of such a script wants to know: conditional requests are allowed.
ngx_int_t add_preflight(ngx_http_request_t* r) noexcept;

}  // namespace livecam::http
