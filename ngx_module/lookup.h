// From the path of a request to what the store says about it.
#pragma once

#include "ngx_module/worker_store.h"
//
#include <cerrno>
#include <cstdint>
#include <string_view>

namespace livecam::http {

enum class Match : std::uint8_t {
    kEntry,      // the path is an entry
    kImmutable,  // the path is an entry of kind kFrames, a slash and an etag
    kMiss,       // the path begins with an entry of kind kMiss
};

struct Target {
    std::string_view key;  // what was asked for
    Match match = Match::kEntry;
    std::uint32_t entry = 0;
    std::uint64_t etag = 0;  // kImmutable: the one that is asked for
    Descriptor descriptor;
};

/// Fills in all but the key; false if the store has nothing to say.
bool find_target(const IndexView& index, Target& target) noexcept;

/// One frame of a descriptor, and where in the worker's cache its successor will replace it.
struct Choice {
    FrameRef ref;
    Slot slot = kNoSlot;
};

inline constexpr int kReadTries = 4;

/// A frame of the target, referenced; null if there is none. choose(descriptor, choice) says which,
/// or false: none. A frame that is unlinked at this very moment has a successor: then the target is
/// looked up again. If the store cannot give one at all, the worker's last good one serves.
template <class Choose>
Frame* acquire_frame(WorkerStore& store, Target& target, Form& form, Choose choose) noexcept {
    Choice choice;
    for (int i = 0; i < kReadTries; ++i) {
        if (!choose(target, choice)) {
            return nullptr;
        }
        Form got = form;
        if (Frame* frame =
                store.frames().acquire(store.frames_directory(), choice.ref, choice.slot, got)) {
            form = got;
            return frame;
        }
        if (errno != ENOENT) {
            store.frame_failed(choice.ref.serial, errno);
            break;
        }
        if (i + 1 == kReadTries) {
            store.frame_failed(choice.ref.serial, ENOENT);
        } else if (!store.refresh() || !find_target(store.index(), target)) {
            return nullptr;
        }
    }
    return choice.slot < kOlder ? store.frames().acquire_newest(choice.slot, form) : nullptr;
}

}  // namespace livecam::http
