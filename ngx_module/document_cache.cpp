// nginx's headers come first.
#include "ngx_module/document_cache.h"
//
#include <bit>
#include <new>
#include <utility>

#include "ngx_module/worker_store.h"

namespace livecam::http {

DocumentCache::~DocumentCache() {
    for (SharedDocument* document : slots_) {
        if (document != nullptr) {
            release(document);
        }
    }
}

/// Null: what one camera takes is soon built.
SharedDocument** DocumentCache::slot(const Filter& filter) noexcept {
    if (filter.entry != Filter::kAnyEntry) {
        return nullptr;
    }
    return &slots_[std::has_single_bit(filter.groups)
                       ? static_cast<std::size_t>(std::countr_zero(filter.groups)) + 1
                       : 0];
}

SharedDocument* DocumentCache::get(const Filter& filter, const IndexView& index,
                                   const Outline& outline, std::int64_t now_ms,
                                   bool sidecar_alive) noexcept {
    SharedDocument** kept = slot(filter);
    if (kept != nullptr && *kept != nullptr) {
        SharedDocument* last = *kept;
        const bool held =
            index.epoch() == last->epoch && now_ms >= last->built_at && now_ms < last->held_until;
        if (held || last->document.current(index, now_ms, sidecar_alive)) {
            ++last->references;
            return last;
        }
    }
    SharedDocument* built = build(filter, index, outline, now_ms, sidecar_alive);
    if (built != nullptr && kept != nullptr) {
        if (*kept != nullptr) {
            release(*kept);
        }
        ++built->references;
        *kept = built;
    }
    return built;
}

SharedDocument* DocumentCache::build(const Filter& filter, const IndexView& index,
                                     const Outline& outline, std::int64_t now_ms,
                                     bool sidecar_alive) const noexcept {
    void* memory = ngx_alloc(sizeof(SharedDocument), log_);
    if (memory == nullptr) {
        return nullptr;
    }
    const std::uint64_t begin = monotonic_ns();
    StateDocument document = StateDocument::build(index, outline, filter, now_ms, sidecar_alive);
    const auto held_ms = static_cast<std::int64_t>((monotonic_ns() - begin) * kShare / 1'000'000);
    if (!document.complete()) {
        ngx_free(memory);
        return nullptr;
    }
    return ::new (memory)
        SharedDocument{std::move(document), 1, index.epoch(), now_ms, now_ms + held_ms};
}

void DocumentCache::release(SharedDocument* document) noexcept {
    if (--document->references == 0) {
        document->~SharedDocument();
        ngx_free(document);
    }
}

}  // namespace livecam::http
