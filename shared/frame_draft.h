// A frame that has no name yet. Whoever fills it needs no right but to the frames directory; only
// the publisher gives it a name. Dropping a draft leaves nothing behind, also at SIGKILL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "shared/fd.h"

namespace livecam {

class FrameDraft {
  public:
    FrameDraft() noexcept = default;

    /// An O_TMPFILE in `frames_dir` holding `bytes`, mode 0640. Filled with write(2), never through
    /// a mapping: a full tmpfs answers write with ENOSPC and a store with SIGBUS. On failure the
    /// draft is empty and errno is set (ENOSPC: no room).
    static FrameDraft create(int frames_dir, std::span<const std::byte> bytes) noexcept;

    /// The same when `etag`, content_hash of the bytes, is known already.
    static FrameDraft create(int frames_dir, std::span<const std::byte> bytes,
                             std::uint64_t etag) noexcept;

    explicit operator bool() const noexcept { return static_cast<bool>(fd_); }
    int fd() const noexcept { return fd_.get(); }
    std::uint64_t length() const noexcept { return length_; }
    std::uint64_t etag() const noexcept { return etag_; }  // content_hash of the bytes

    /// Names it frames/<serial>; 0, or errno. Through /proc/self/fd, which needs no capability.
    int link(int frames_dir, std::uint64_t serial) const noexcept;

  private:
    Fd fd_;
    std::uint64_t length_ = 0;
    std::uint64_t etag_ = 0;
};

}  // namespace livecam
