// Documents about the whole wall, built once for all requests of a worker that want the same.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>

#include "ngx_module/pure/state_document.h"

namespace livecam::http {

struct SharedDocument {
    StateDocument document;
    std::uint32_t references;  // one may be the cache's
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

    /// What the filter wants, referenced: the last one while it holds, or a new one; null if there
    /// is no memory. A document that took long to build is held for a while, whatever changes: a
    /// large wall changes all the time, and building must not take more than one part in kShare of
    /// the worker's time.
    SharedDocument* get(const Filter& filter, const IndexView& index, const Outline& outline,
                        std::int64_t now_ms, bool sidecar_alive) noexcept;

    static void release(SharedDocument* document) noexcept;

  private:
    static constexpr std::size_t kSlots = 65;  // all, and each group
    static constexpr std::uint64_t kShare = 20;

    SharedDocument** slot(const Filter& filter) noexcept;
    SharedDocument* build(const Filter& filter, const IndexView& index, const Outline& outline,
                          std::int64_t now_ms, bool sidecar_alive) const noexcept;

    SharedDocument* slots_[kSlots] = {};
    ngx_log_t* log_;
};

}  // namespace livecam::http
