// nginx's headers come first.
#include "ngx_module/document_cache.h"
//
#include <new>
#include <utility>

namespace livecam::http {

DocumentCache::~DocumentCache() {
    for (SharedDocument* document : slots_) {
        if (document != nullptr) {
            release(document);
        }
    }
}

SharedDocument* DocumentCache::find(int group, const IndexView& index, std::int64_t now_ms,
                                    bool sidecar_alive) noexcept {
    SharedDocument* document = slots_[group + 1];
    if (document == nullptr) {
        return nullptr;
    }
    const bool held = index.epoch() == document->epoch && now_ms >= document->built_at &&
                      now_ms < document->held_until;
    return held || document->document.current(index, now_ms, sidecar_alive) ? document : nullptr;
}

SharedDocument* DocumentCache::put(int group, StateDocument&& document, const IndexView& index,
                                   std::int64_t now_ms, std::uint64_t cost_ns) noexcept {
    void* memory = ngx_alloc(sizeof(SharedDocument), log_);
    if (memory == nullptr) {
        return nullptr;
    }
    SharedDocument*& slot = slots_[group + 1];
    if (slot != nullptr) {
        release(slot);
    }
    slot = ::new (memory)
        SharedDocument{std::move(document), 1, index.epoch(), now_ms,
                       now_ms + static_cast<std::int64_t>(cost_ns * kShare / 1'000'000)};
    return slot;
}

void DocumentCache::release(SharedDocument* document) noexcept {
    if (--document->references == 0) {
        document->~SharedDocument();
        ngx_free(document);
    }
}

}  // namespace livecam::http
