#include "shared/frame_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace livecam {

FrameName frame_name(std::uint64_t serial) noexcept {
    constexpr char digits[] = "0123456789abcdef";
    FrameName name{};
    for (std::size_t i = 16; i-- > 0; serial >>= 4) {
        name[i] = digits[serial & 15];
    }
    return name;
}

std::uint64_t frame_serial(std::string_view name) noexcept {
    if (name.size() != 16) {
        return 0;
    }
    std::uint64_t serial = 0;
    for (const char c : name) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit && (c < 'a' || c > 'f')) {
            return 0;
        }
        serial = serial << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
    }
    return serial;
}

Fd open_frame(int frames_dir, std::uint64_t serial, std::uint64_t length) noexcept {
    // O_NONBLOCK: somebody could have put a FIFO there, and a worker must not wait for its writer.
    Fd fd{::openat(frames_dir, frame_name(serial).data(),
                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    if (!fd) {
        return {};
    }
    struct stat status;
    if (::fstat(fd.get(), &status) != 0) {
        return {};
    }
    if (!S_ISREG(status.st_mode) || static_cast<std::uint64_t>(status.st_size) != length) {
        errno = EINVAL;
        return {};
    }
    return fd;
}

}  // namespace livecam
