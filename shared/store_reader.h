// A store as a reader holds it: the directory, its index, and the way to newer ones. Attaches
// lazily, because a worker may start before the store is there and must survive its replacement.
//
// One thread. Nothing here blocks or throws.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

#include "shared/fd.h"
#include "shared/index_view.h"

namespace livecam {

/// Milliseconds between two tries to attach, and between two looks whether the name `index` still
/// leads to the file that is mapped.
inline constexpr std::int64_t kAttachRetryMs = 100;
inline constexpr std::int64_t kIdentityCheckMs = 1000;

class StoreReader {
  public:
    /// `path` must outlive the reader. `owner`: the user the store must belong to.
    StoreReader(const char* path, uid_t owner) noexcept : path_(path), owner_(owner) {}

    /// Call before each use, with CLOCK_MONOTONIC in milliseconds. Attaches when there is nothing
    /// yet, and again when the index was retired, renamed over, deleted or overwritten. An index
    /// that cannot be replaced by a better one stays in use. True if there is an index to read.
    bool refresh(std::int64_t monotonic_ms) noexcept;

    const IndexView& index() const noexcept { return index_; }
    int directory() const noexcept { return directory_.get(); }
    int frames() const noexcept { return frames_.get(); }
    const char* path() const noexcept { return path_; }

    /// Why the last try failed, and errno if it is kSystem; kNone if it did not.
    AttachError error() const noexcept { return error_; }
    int error_number() const noexcept { return error_number_; }

    /// Another number for every directory attached to: serials of one store mean nothing in
    /// another.
    std::uint64_t incarnation() const noexcept { return incarnation_; }

  private:
    bool current() const noexcept;
    AttachError attach() noexcept;

    const char* path_;
    uid_t owner_;
    Fd directory_;
    Fd frames_;
    IndexView index_;
    dev_t index_device_ = 0;
    ino_t index_inode_ = 0;
    ino_t directory_inode_ = 0;
    dev_t directory_device_ = 0;
    std::int64_t next_try_ms_ = 0;
    std::int64_t next_check_ms_ = 0;
    std::uint64_t incarnation_ = 0;
    AttachError error_ = AttachError::kMissing;
    int error_number_ = 0;
};

}  // namespace livecam
