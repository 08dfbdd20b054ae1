// Documents about the whole wall, built once for all requests of a worker that want the same.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>

#include "ngx_module/pure/state_document.h"

namespace livecam::http {

struct SharedDocument {
    StateDocument document;
    std::uint32_t references;  // one is the cache's
    std::uint64_t epoch;
    std::int64_t built_at;    // ms since the epoch
    std::int64_t held_until;  // ms since the epoch: before, no other one is built
};

class DocumentCache {
  public:
    explicit DocumentCache(ngx_log_t* log) noexcept : log_(log) {}
    DocumentCache(const DocumentCache&) = delete;
    DocumentCache& operator=(const DocumentCache&) = delete;
    ~DocumentCache();

    /// The document of all cameras or of one group (0 … 63), without a reference; null if there is
    /// none that still holds.
    SharedDocument* find(int group, const IndexView& index, std::int64_t now_ms,
                         bool sidecar_alive) noexcept;

    /// Takes the place of the one that was there; null if there is no memory. A document that took
    /// long to build is held for a while, whatever changes: a large wall changes all the time, and
    /// building must not take more than one part in kShare of the worker's.
    SharedDocument* put(int group, StateDocument&& document, const IndexView& index,
                        std::int64_t now_ms, std::uint64_t cost_ns) noexcept;

    static void hold(SharedDocument* document) noexcept { ++document->references; }
    static void release(SharedDocument* document) noexcept;

  private:
    static constexpr int kSlots = 65;  // all, and each group
    static constexpr std::uint64_t kShare = 20;

    SharedDocument* slots_[kSlots] = {};
    ngx_log_t* log_;
};

}  // namespace livecam::http
