// nginx's headers come first.
#include "ngx_module/frame_cache.h"
//
#include <unistd.h>

#include <cerrno>
#include <new>

#include "ngx_module/compat.h"
#include "ngx_module/frame_load.h"
#include "shared/frame_file.h"

namespace livecam::http {
namespace {

static_assert(sizeof(ngx_rbtree_key_t) == sizeof(std::uint64_t), "serials are keys");

constexpr std::size_t kMaxIdleFrames = 4096;
constexpr std::size_t kMaxIdleFds = 128;  // of the 1024 that a worker usually has
/// A small picture that few look at is gone before a mapping pays: mmap, page tables and munmap
/// take more than reading it. From this many uses on it is worth sharing its memory with other
/// workers.
constexpr std::size_t kReadBytes = 65536;
constexpr std::uint32_t kUsesBeforeMapping = 16;
constexpr ngx_msec_t kIdleMs = 60'000;
constexpr ngx_msec_t kExpiryPeriodMs = 10'000;

ngx_rbtree_node_t* lookup(ngx_rbtree_t& tree, ngx_rbtree_key_t key) noexcept {
    ngx_rbtree_node_t* node = tree.root;
    while (node != tree.sentinel) {
        if (key == node->key) {
            return node;
        }
        node = key < node->key ? node->left : node->right;
    }
    return nullptr;
}

}  // namespace

std::size_t Frame::memory_bytes() const noexcept {
    return ref.length * ((mapping != nullptr ? 1 : 0) + (heap != nullptr ? 1 : 0));
}

/// Beyond what the store's max_bytes and the newest of each path take.
std::size_t Frame::unshared_bytes() const noexcept {
    constexpr std::size_t page = 4096;
    const std::size_t bytes = (ref.length + page - 1) / page * page;
    const bool pages = unnamed && (mapping != nullptr || fd);
    const bool copy = (older || unnamed) && heap != nullptr;
    return bytes * ((pages ? 1 : 0) + (copy ? 1 : 0));
}

FrameCache::FrameCache(std::size_t max_idle_bytes, ngx_log_t* log) noexcept
    : max_idle_bytes_(max_idle_bytes), log_(log) {
    ngx_rbtree_init(&serials_, &serials_sentinel_, ngx_rbtree_insert_value);
    ngx_rbtree_init(&slots_, &slots_sentinel_, ngx_rbtree_insert_value);
    ngx_queue_init(&in_use_);
    ngx_queue_init(&idle_);
    expiry_.handler = on_expiry;
    expiry_.data = this;
    expiry_.log = log;
    expiry_.cancelable = 1;  // a worker that is to exit does not wait for it
}

FrameCache::~FrameCache() {
    if (expiry_.timer_set) {
        ngx_del_timer(&expiry_);
    }
    forget_all();
}

Frame* FrameCache::find(std::uint64_t serial) noexcept {
    ngx_rbtree_node_t* node = lookup(serials_, serial);
    return node != nullptr ? ngx_rbtree_data(node, Frame, by_serial) : nullptr;
}

Frame* FrameCache::find_newest(Slot slot) noexcept {
    ngx_rbtree_node_t* node = lookup(slots_, slot);
    return node != nullptr ? ngx_rbtree_data(node, Frame, by_slot) : nullptr;
}

Frame* FrameCache::acquire(int frames_dir, const FrameRef& ref, Slot slot, Form& form) noexcept {
    Frame* frame = find(ref.serial);
    if (frame != nullptr) {
        if (frame->ref.length != ref.length) {
            errno = EINVAL;
            return nullptr;
        }
        take(frame);
        frame->ref = ref;  // a picture that came back has other times
        const Form wanted = form;
        if (!provide(frame, frames_dir, form)) {
            const int reason = errno;
            if (reason != EINVAL) {
                release(frame);
                errno = reason;
                return nullptr;
            }
            discard(frame);  // somebody truncated it: the name may lead to a whole one by now
            release(frame);
            frame = nullptr;
            form = wanted;
        }
    }
    if (frame == nullptr) {
        void* memory = ngx_calloc(sizeof(Frame), log_);
        if (memory == nullptr) {
            errno = ENOMEM;
            return nullptr;
        }
        frame = ::new (memory) Frame{};
        frame->cache = this;
        frame->ref = ref;
        frame->guard = -1;
        frame->references = 1;
        ngx_queue_insert_tail(&in_use_, &frame->queue);
        if (!provide(frame, frames_dir, form)) {
            const int reason = errno;
            destroy(frame);
            errno = reason;
            return nullptr;
        }
        frame->by_serial.key = ref.serial;
        frame->listed = true;
        ngx_rbtree_insert(&serials_, &frame->by_serial);
    }
    if (slot == kOlder) {
        frame->older = !frame->newest;
    } else if (slot != kNoSlot) {
        supersede(frame, slot);
    }
    count_held(frame);
    return frame;
}

Frame* FrameCache::acquire_newest(Slot slot, Form& form) noexcept {
    Frame* frame = find_newest(slot);
    if (frame == nullptr) {
        return nullptr;
    }
    take(frame);
    // No directory: what the store has under this name now is not to be trusted.
    if (!provide(frame, -1, form)) {
        release(frame);
        return nullptr;
    }
    return frame;
}

bool FrameCache::provide(Frame* frame, int frames_dir, Form& form) noexcept {
    const bool provided = load(frame, frames_dir, form);
    count_held(frame);
    return provided;
}

bool FrameCache::load(Frame* frame, int frames_dir, Form& form) noexcept {
    if (frame->ref.length == 0) {
        form = Form::kHeap;
        return true;
    }
    if (frame->ref.length > kMaxBytesInMemory) {
        form = Form::kFile;
    }
    if (form == Form::kMapping && frame->mapping == nullptr && frame->ref.length <= kReadBytes &&
        frame->uses < kUsesBeforeMapping) {
        form = Form::kHeap;
        frame->passing = frame->passing || frame->heap == nullptr;
        return frame->heap != nullptr || load_heap(*frame, frames_dir, log_);
    }
    if (form == Form::kMapping) {
        const bool mapped = frame->mapping != nullptr;
        if (mapped ? mapping_whole(*frame) : load_mapping(*frame, frames_dir)) {
            return true;
        }
        if (!mapped && errno != EAGAIN && frame->heap == nullptr) {
            return false;
        }
        form = Form::kHeap;
    }
    if (form == Form::kHeap) {
        frame->passing = false;
        return frame->heap != nullptr || load_heap(*frame, frames_dir, log_);
    }
    if (frame->fd ? file_whole(*frame) : load_file(*frame, frames_dir)) {
        return true;
    }
    const bool in_memory = frame->heap != nullptr || frame->mapping != nullptr;
    if (!in_memory) {
        errno = frame->fd ? EINVAL : errno;
        return false;
    }
    form = Form::kHeap;
    return frame->heap != nullptr || load_heap(*frame, frames_dir, log_);
}

void FrameCache::take(Frame* frame) noexcept {
    ++frame->uses;
    if (frame->references++ == 0) {
        ngx_queue_remove(&frame->queue);
        ngx_queue_insert_tail(&in_use_, &frame->queue);
        idle_bytes_ -= frame->memory_bytes();
        idle_fds_ -= frame->fd ? 1 : 0;
        --idle_count_;
    }
}

void FrameCache::release(Frame* frame) noexcept {
    if (--frame->references != 0) {
        return;
    }
    if (frame->discarded) {
        destroy(frame);
        return;
    }
    if (frame->passing && frame->mapping != nullptr) {
        ngx_free(frame->heap);
        frame->heap = nullptr;
        frame->passing = false;
    }
    count_held(frame);
    frame->idle_since = ngx_current_msec;
    ngx_queue_remove(&frame->queue);
    ngx_queue_insert_tail(&idle_, &frame->queue);
    idle_bytes_ += frame->memory_bytes();
    idle_fds_ += frame->fd ? 1 : 0;
    ++idle_count_;
    trim();
    if (!expiry_.timer_set && !ngx_queue_empty(&idle_) && !ngx_exiting) {
        ngx_add_timer(&expiry_, kExpiryPeriodMs);
    }
}

void FrameCache::supersede(Frame* frame, Slot slot) noexcept {
    if (frame->newest && frame->by_slot.key == slot) {
        return;
    }
    if (Frame* old = find_newest(slot); old != nullptr) {
        old->older = true;
        discard(old);  // only responses under way still need it
    }
    if (frame->newest) {
        ngx_rbtree_delete(&slots_, &frame->by_slot);
    }
    frame->by_slot.key = slot;
    frame->newest = true;
    frame->older = false;
    ngx_rbtree_insert(&slots_, &frame->by_slot);
}

void FrameCache::unlist(Frame* frame) noexcept {
    if (frame->listed) {
        ngx_rbtree_delete(&serials_, &frame->by_serial);
        frame->listed = false;
    }
    if (frame->newest) {
        ngx_rbtree_delete(&slots_, &frame->by_slot);
        frame->newest = false;
    }
}

void FrameCache::discard(Frame* frame) noexcept {
    unlist(frame);
    frame->discarded = true;
    if (frame->references == 0) {
        take(frame);
        destroy(frame);
    } else {
        count_held(frame);
    }
}

/// It is in use, if only by the caller.
void FrameCache::destroy(Frame* frame) noexcept {
    ngx_queue_remove(&frame->queue);
    frame->references = 0;
    count_held(frame);
    unload(*frame);
    frame->~Frame();
    ngx_free(frame);
}

void FrameCache::trim() noexcept {
    while (!ngx_queue_empty(&idle_)) {
        auto* oldest = ngx_queue_data(ngx_queue_head(&idle_), Frame, queue);
        const bool expired = static_cast<ngx_msec_int_t>(ngx_current_msec - oldest->idle_since) >=
                             static_cast<ngx_msec_int_t>(kIdleMs);
        if (!expired && idle_bytes_ <= max_idle_bytes_ && idle_count_ <= kMaxIdleFrames &&
            idle_fds_ <= kMaxIdleFds) {
            return;
        }
        discard(oldest);
    }
}

void FrameCache::count_held(Frame* frame) noexcept {
    const std::size_t held = frame->references > 0 ? frame->unshared_bytes() : 0;
    held_bytes_ += held - frame->held;
    held_frames_ += (held > 0 ? 1 : 0) - static_cast<std::size_t>(frame->held > 0 ? 1 : 0);
    frame->held = held;
}

void FrameCache::look_for_names(int frames_dir) noexcept {
    for (ngx_queue_t* q = ngx_queue_head(&in_use_); q != ngx_queue_sentinel(&in_use_);
         q = ngx_queue_next(q)) {
        Frame* frame = ngx_queue_data(q, Frame, queue);
        // A name that is gone does not come back: serials are never used again.
        if (!frame->unnamed &&
            ::faccessat(frames_dir, frame_name(frame->ref.serial).data(), F_OK, 0) != 0 &&
            errno == ENOENT) {
            frame->unnamed = true;
            count_held(frame);
        }
    }
}

std::size_t FrameCache::leaving_bytes() const noexcept {
    std::size_t bytes = 0;
    for (ngx_queue_t* q = ngx_queue_head(&in_use_); q != ngx_queue_sentinel(&in_use_);
         q = ngx_queue_next(q)) {
        const Frame* frame = ngx_queue_data(q, Frame, queue);
        bytes += frame->leaving == frame->references ? frame->held : 0;
    }
    return bytes;
}

void FrameCache::on_expiry(ngx_event_t* event) noexcept {
    auto* cache = static_cast<FrameCache*>(event->data);
    cache->trim();
    if (!ngx_queue_empty(&cache->idle_) && !ngx_exiting) {
        ngx_add_timer(event, kExpiryPeriodMs);
    }
}

void FrameCache::forget_slots() noexcept {
    while (slots_.root != slots_.sentinel) {
        Frame* frame = ngx_rbtree_data(slots_.root, Frame, by_slot);
        ngx_rbtree_delete(&slots_, &frame->by_slot);
        frame->newest = false;
    }
}

void FrameCache::forget_all() noexcept {
    for (ngx_queue_t* q = ngx_queue_head(&in_use_); q != ngx_queue_sentinel(&in_use_);
         q = ngx_queue_next(q)) {
        Frame* frame = ngx_queue_data(q, Frame, queue);
        frame->unnamed = true;  // no store counts it any more
        count_held(frame);
    }
    while (serials_.root != serials_.sentinel) {
        discard(ngx_rbtree_data(serials_.root, Frame, by_serial));
    }
}

}  // namespace livecam::http
