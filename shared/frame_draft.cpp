#include "shared/frame_draft.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "shared/frame_file.h"
#include "shared/hash.h"

namespace livecam {

FrameDraft FrameDraft::create(int frames_dir, std::span<const std::byte> bytes) noexcept {
    return create(frames_dir, bytes, content_hash(bytes));
}

FrameDraft FrameDraft::create(int frames_dir, std::span<const std::byte> bytes,
                              std::uint64_t etag) noexcept {
    FrameDraft draft;
    Fd fd{::openat(frames_dir, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0640)};
    if (!fd || ::fchmod(fd.get(), 0640) != 0) {  // the umask may have taken the group's bit
        return draft;
    }
    for (std::span<const std::byte> rest = bytes; !rest.empty();) {
        const ssize_t written = ::write(fd.get(), rest.data(), rest.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return draft;
        }
        rest = rest.subspan(static_cast<std::size_t>(written));
    }
    draft.fd_ = std::move(fd);
    draft.length_ = bytes.size();
    draft.etag_ = etag;
    return draft;
}

int FrameDraft::link(int frames_dir, std::uint64_t serial) const noexcept {
    char self[32];
    std::snprintf(self, sizeof self, "/proc/self/fd/%d", fd_.get());
    if (::linkat(AT_FDCWD, self, frames_dir, frame_name(serial).data(), AT_SYMLINK_FOLLOW) != 0) {
        return errno;
    }
    return 0;
}

}  // namespace livecam
