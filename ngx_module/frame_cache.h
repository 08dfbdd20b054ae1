// The frames a worker has open: one mapping, heap copy or descriptor for each, shared by all its
// requests. Counted here and not in the store, so that a worker's death needs no clean-up.
//
// One thread. A frame that a response uses stays until that response's pool is gone; one that no
// response uses stays while it is the newest of its entry, within the bounds below.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>

#include "shared/descriptor.h"
#include "shared/fd.h"

namespace livecam::http {

class FrameCache;

enum class Form : std::uint8_t {
    kMapping,  // may be sent, not read: whoever truncates the file makes a read fault
    kHeap,
    kFile,
};

/// Where a frame stands in the store: an entry, and a place in it. The newest frame of a slot is
/// found again when the store cannot give one.
using Slot = ngx_rbtree_key_t;
inline constexpr Slot kNoSlot = ~Slot{0};
inline constexpr Slot kOlder = kNoSlot - 1;  // a picture that is kept, and not the newest
enum class Place : std::uint8_t { kIdentity = 0, kGzip, kBrotli };  // as in Encoding
constexpr Slot slot_of(std::uint32_t entry, Place place) noexcept {
    return (Slot{entry} << 2) | static_cast<Slot>(place);
}

struct Frame {
    ngx_rbtree_node_t by_serial;
    ngx_rbtree_node_t by_slot;
    ngx_queue_t queue;  // of those in use, or of those that are idle (references == 0)
    FrameCache* cache;
    FrameRef ref;
    u_char* mapping;
    u_char* heap;
    int guard;  // sigbus_guard slot of the mapping
    Fd fd;
    std::uint32_t references;
    std::uint32_t leaving;  // references of responses that are being ended
    ngx_msec_t idle_since;
    std::size_t held;     // bytes that only its references keep in memory; 0 while it is idle
    bool listed;          // found by its serial
    bool newest;          // found by its slot
    bool discarded;       // goes with its last reference
    bool older;           // there is a newer one: a heap copy of it counts as held
    bool unnamed;         // the store has dropped it: its pages count as held
    bool passing;         // `heap` stands for a mapping until the frame is worth one
    bool fields_checked;  // of a frame of header fields: `fields_valid` is known
    bool fields_valid;
    std::uint32_t uses;

    std::size_t memory_bytes() const noexcept;
    std::size_t unshared_bytes() const noexcept;
};

class FrameCache {
  public:
    FrameCache(std::size_t max_idle_bytes, ngx_log_t* log) noexcept;
    FrameCache(const FrameCache&) = delete;
    FrameCache& operator=(const FrameCache&) = delete;
    ~FrameCache();

    /// The frame in this form, referenced; null with errno as open_frame, mmap or malloc set it.
    /// `form` becomes what it really is: kHeap if no more mappings can be guarded, kFile if the
    /// frame is too large for memory. A frame with a slot supersedes the one that had it.
    Frame* acquire(int frames_dir, const FrameRef& ref, Slot slot, Form& form) noexcept;

    /// The last good frame of a slot; null if there is none.
    Frame* acquire_newest(Slot slot, Form& form) noexcept;

    /// Adds a form to a frame that is held. Needs no file: a mapping can be copied.
    bool provide(Frame* frame, int frames_dir, Form& form) noexcept;

    void release(Frame* frame) noexcept;

    /// Finds out which frames in use the store has dropped since. One system call for each.
    void look_for_names(int frames_dir) noexcept;

    /// What only responses keep in memory: pages of frames without a name, heap copies of frames
    /// that are not the newest. In whole pages.
    std::size_t held_bytes() const noexcept { return held_bytes_; }
    std::size_t held_frames() const noexcept { return held_frames_; }

    /// The part of it that goes when the responses that are being ended are gone.
    std::size_t leaving_bytes() const noexcept;

    /// Slots mean nothing in another index, serials nothing in another directory.
    void forget_slots() noexcept;
    void forget_all() noexcept;

  private:
    bool load(Frame* frame, int frames_dir, Form& form) noexcept;
    static void on_expiry(ngx_event_t* event) noexcept;
    Frame* find(std::uint64_t serial) noexcept;
    Frame* find_newest(Slot slot) noexcept;
    void take(Frame* frame) noexcept;
    void unlist(Frame* frame) noexcept;
    void supersede(Frame* frame, Slot slot) noexcept;
    void discard(Frame* frame) noexcept;
    void destroy(Frame* frame) noexcept;
    void trim() noexcept;
    void count_held(Frame* frame) noexcept;

    ngx_rbtree_t serials_;
    ngx_rbtree_node_t serials_sentinel_;
    ngx_rbtree_t slots_;
    ngx_rbtree_node_t slots_sentinel_;
    ngx_queue_t in_use_;
    ngx_queue_t idle_;  // oldest first
    std::size_t held_bytes_ = 0;
    std::size_t held_frames_ = 0;
    std::size_t idle_bytes_ = 0;
    std::size_t idle_count_ = 0;
    std::size_t idle_fds_ = 0;
    std::size_t max_idle_bytes_;
    ngx_event_t expiry_{};
    ngx_log_t* log_;
};

}  // namespace livecam::http
