// nginx's headers come first.
#include "ngx_module/push/site_outline.h"
//
#include "ngx_module/worker_store.h"

namespace livecam::http {
namespace {

constexpr std::string_view kEventsPath = "/events";
constexpr std::uint64_t kMaxOutlineBytes = 8 << 20;  // weather at 10,000 cameras is 3 MB

}  // namespace

SiteOutline::~SiteOutline() {
    if (text_ != nullptr) {
        ngx_free(text_);
    }
}

void SiteOutline::refresh(WorkerStore& store) noexcept {
    Descriptor descriptor;
    const std::optional<std::uint32_t> entry = store.index().find(kEventsPath);
    if (!entry || !store.index().read(*entry, descriptor) || descriptor.kind != Kind::kEvents ||
        descriptor.frame_count == 0) {
        return;
    }
    const FrameRef& ref = descriptor.frames[0];
    if (ref.serial == serial_ || ref.length == 0 || ref.length > kMaxOutlineBytes) {
        return;
    }
    Form form = Form::kHeap;
    Frame* frame = store.frames().acquire(store.frames_directory(), ref, kNoSlot, form);
    if (frame == nullptr) {
        return;
    }
    auto* copy = form == Form::kHeap ? static_cast<char*>(ngx_alloc(ref.length, log_)) : nullptr;
    if (copy != nullptr) {
        ngx_memcpy(copy, frame->heap, ref.length);
        if (text_ != nullptr) {
            ngx_free(text_);
        }
        text_ = copy;
        serial_ = ref.serial;
        outline_ = Outline{{copy, ref.length}};
    }
    store.frames().release(frame);
}

}  // namespace livecam::http
