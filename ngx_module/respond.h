// What each kind of entry answers with. All return what a content handler returns.
#pragma once

#include "ngx_module/lookup.h"
#include "ngx_module/record.h"

namespace livecam::http {

/// One request on its way through the module.
struct Exchange {
    ngx_http_request_t* r;
    const LocationConf& conf;
    WorkerStore& store;
    Target& target;
    Record& record;
};

ngx_int_t respond_picture(const Exchange& exchange) noexcept;    // kFrames, the newest
ngx_int_t respond_immutable(const Exchange& exchange) noexcept;  // kFrames, by etag
ngx_int_t respond_body(const Exchange& exchange) noexcept;       // kBody
ngx_int_t respond_miss(const Exchange& exchange) noexcept;       // kMiss
ngx_int_t respond_redirect(const Exchange& exchange) noexcept;   // kRedirect
ngx_int_t respond_health(const Exchange& exchange) noexcept;     // kHealth
ngx_int_t respond_metrics(const Exchange& exchange) noexcept;    // kMetrics
ngx_int_t respond_state(const Exchange& exchange) noexcept;      // kState
ngx_int_t respond_version(const Exchange& exchange) noexcept;    // kVersion
ngx_int_t respond_events(const Exchange& exchange) noexcept;     // kEvents
ngx_int_t respond_stream(const Exchange& exchange) noexcept;     // kStream

/// 503 with Retry-After, for what the store cannot give at this moment. `text` is static.
ngx_int_t respond_later(ngx_http_request_t* r, std::string_view seconds,
                        std::string_view text) noexcept;

}  // namespace livecam::http
