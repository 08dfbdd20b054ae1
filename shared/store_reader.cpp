#include "shared/store_reader.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "shared/names.h"

namespace livecam {

bool StoreReader::refresh(std::int64_t monotonic_ms) noexcept {
    const bool attached = static_cast<bool>(index_);
    if (attached && !index_.retired() && monotonic_ms < next_check_ms_) {
        return true;
    }
    if (monotonic_ms < next_try_ms_) {
        return attached;
    }
    if (attached && !index_.retired() && current()) {
        next_check_ms_ = monotonic_ms + kIdentityCheckMs;
        error_ = AttachError::kNone;
        return true;
    }
    error_ = attach();
    error_number_ = error_ == AttachError::kSystem ? errno : 0;
    if (error_ == AttachError::kNone) {
        next_check_ms_ = monotonic_ms + kIdentityCheckMs;
        // One that says RETIRED of itself under its own name is not asked again at each request.
        next_try_ms_ = index_.retired() ? monotonic_ms + kAttachRetryMs : 0;
    } else {
        next_try_ms_ = monotonic_ms + kAttachRetryMs;
    }
    // After a failure the old index, if there is one, goes on being read: its frames are immutable
    // and its times tell how old they are.
    return static_cast<bool>(index_);
}

/// Whether the names still lead to what is mapped, and that is an index still: a store that was
/// deleted and made anew cannot retire an index it never saw.
bool StoreReader::current() const noexcept {
    struct stat directory;
    struct stat index;
    return ::stat(path_, &directory) == 0 && directory.st_dev == directory_device_ &&
           directory.st_ino == directory_inode_ &&
           leads_to(directory_.get(), layout::kFramesName, frames_.get()) &&
           ::fstatat(directory_.get(), layout::kIndexName, &index, AT_SYMLINK_NOFOLLOW) == 0 &&
           index.st_dev == index_device_ && index.st_ino == index_inode_ && index_.intact();
}

AttachError StoreReader::attach() noexcept {
    Fd directory{::open(path_, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    struct stat directory_status;
    if (!directory || ::fstat(directory.get(), &directory_status) != 0) {
        return errno == ENOENT ? AttachError::kMissing : AttachError::kSystem;
    }
    if (directory_status.st_uid != owner_) {
        return AttachError::kWrongOwner;
    }
    if ((directory_status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return AttachError::kWritable;
    }
    Fd frames{::openat(directory.get(), layout::kFramesName,
                       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
    Fd index{::openat(directory.get(), layout::kIndexName,
                      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    if (!frames || !index) {
        return errno == ENOENT ? AttachError::kMissing : AttachError::kSystem;
    }
    struct stat index_status;
    if (::fstat(index.get(), &index_status) != 0) {
        return AttachError::kSystem;
    }
    IndexView view;
    if (const AttachError error = IndexView::map(index.get(), owner_, view);
        error != AttachError::kNone) {
        return error;
    }
    if (directory_status.st_ino != directory_inode_ ||
        directory_status.st_dev != directory_device_ || incarnation_ == 0) {
        ++incarnation_;
    }
    directory_ = std::move(directory);
    frames_ = std::move(frames);
    index_ = std::move(view);
    directory_device_ = directory_status.st_dev;
    directory_inode_ = directory_status.st_ino;
    index_device_ = index_status.st_dev;
    index_inode_ = index_status.st_ino;
    return AttachError::kNone;
}

}  // namespace livecam
