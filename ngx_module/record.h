// What is known of one request when it is logged: for counters and variables.
#pragma once

#include "ngx_module/conf.h"
//
#include <cstdint>
#include <string_view>

#include "ngx_module/pure/counters.h"
#include "shared/descriptor.h"

namespace livecam::http {

struct Target;
class Listener;

/// Lives in the request's pool. nginx forgets a request's context at an internal redirect
/// (error_page, try_files); the pool's clean-up leads back here.
struct Record {
    ngx_http_request_t* request;
    Counters* counters;
    Listener* listener;   // of a response that goes on when something changes; null: none
    Count* client_gauge;  // counts this client as long as it is there; null: none does
    Route route;
    bool answered;     // the store had something to say
    bool has_state;    // a camera was asked for: `state` is its state
    bool has_variant;  // a body or a picture was sent
    CameraState state;
    Encoding variant;
    std::int64_t age_ms;      // of the picture that was sent; negative: none
    std::string_view camera;  // its slug, within the request's pool; may be empty
    std::uint64_t epoch;
    std::uint64_t generation;
};

/// The record of a request that begins, or comes here once more; null if there is no memory.
Record* begin_record(ngx_http_request_t* r) noexcept;

/// Null if the module was not asked.
Record* find_record(ngx_http_request_t* r) noexcept;

/// The store has something to say: what, and of which camera.
void note_target(Record& record, const Target& target) noexcept;

/// A client of /events or /stream/ stays: it is counted until its request ends.
void count_client(Record& record) noexcept;

/// NGX_HTTP_LOG_PHASE.
ngx_int_t log_request(ngx_http_request_t* r) noexcept;

}  // namespace livecam::http
