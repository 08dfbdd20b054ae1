// The answer of /api/state.json.
#pragma once

#include "ngx_module/worker_store.h"
//
#include <string_view>

namespace livecam::http {

/// What the filter wants, referenced; null if there is no memory.
SharedDocument* state_document(WorkerStore& store, const Filter& filter) noexcept;

/// The client has this very document, by its If-None-Match.
bool client_has(const ngx_http_request_t* r, const SharedDocument& document) noexcept;

/// Sends header and document, and takes over the reference. Returns what a content handler returns.
ngx_int_t send_state(ngx_http_request_t* r, SharedDocument* document,
                     std::string_view cache_control) noexcept;

}  // namespace livecam::http
