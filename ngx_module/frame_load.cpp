// nginx's headers come first.
#include "ngx_module/frame_load.h"
//
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "shared/frame_file.h"
#include "shared/sigbus_guard.h"

namespace livecam::http {
namespace {

bool copy_file(int fd, u_char* to, std::size_t length) noexcept {
    for (std::size_t done = 0; done < length;) {
        const ssize_t n = ::pread(fd, to + done, length - done, static_cast<off_t>(done));
        if (n > 0) {
            done += static_cast<std::size_t>(n);
        } else if (n == 0) {
            errno = EINVAL;  // shorter than it was when it was opened
            return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

/// The one read of a mapping in user space, under its guard.
bool copy_mapping(const Frame& frame, u_char* to) noexcept {
    ngx_memcpy(to, frame.mapping, frame.ref.length);
    if (sigbus_guard::dead(frame.guard)) {
        errno = EINVAL;
        return false;
    }
    return true;
}

}  // namespace

bool load_file(Frame& frame, int frames_dir) noexcept {
    frame.fd = open_frame(frames_dir, frame.ref.serial, frame.ref.length);
    return static_cast<bool>(frame.fd);
}

bool load_mapping(Frame& frame, int frames_dir) noexcept {
    if (!sigbus_guard::has_room()) {
        errno = EAGAIN;
        return false;
    }
    Fd own;
    if (!frame.fd) {
        own = open_frame(frames_dir, frame.ref.serial, frame.ref.length);
        if (!own) {
            return false;
        }
    }
    const int fd = own ? own.get() : frame.fd.get();
    // Populated at once: a page fault for each page of each frame costs more.
    void* address = ::mmap(nullptr, frame.ref.length, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (address == MAP_FAILED) {
        return false;
    }
    const int guard = sigbus_guard::add(address, frame.ref.length);
    if (guard < 0) {
        ::munmap(address, frame.ref.length);
        errno = EAGAIN;
        return false;
    }
    frame.mapping = static_cast<u_char*>(address);
    frame.guard = guard;
    return true;
}

bool load_heap(Frame& frame, int frames_dir, ngx_log_t* log) noexcept {
    Fd own;
    if (!frame.fd && frame.mapping == nullptr) {
        own = open_frame(frames_dir, frame.ref.serial, frame.ref.length);
        if (!own) {
            return false;
        }
    }
    auto* heap = static_cast<u_char*>(ngx_alloc(frame.ref.length, log));
    if (heap == nullptr) {
        errno = ENOMEM;
        return false;
    }
    const bool copied = own || frame.fd
                            ? copy_file(own ? own.get() : frame.fd.get(), heap, frame.ref.length)
                            : copy_mapping(frame, heap);
    if (!copied) {
        const int reason = errno;
        ngx_free(heap);
        errno = reason;
        return false;
    }
    frame.heap = heap;
    return true;
}

bool mapping_whole(const Frame& frame) noexcept {
    const volatile u_char* last = frame.mapping + frame.ref.length - 1;
    static_cast<void>(*last);
    return !sigbus_guard::dead(frame.guard);
}

bool file_whole(const Frame& frame) noexcept {
    struct stat status;
    return ::fstat(frame.fd.get(), &status) == 0 &&
           static_cast<std::uint64_t>(status.st_size) == frame.ref.length;
}

void unload(Frame& frame) noexcept {
    if (frame.mapping != nullptr) {
        sigbus_guard::remove(frame.guard);
        ::munmap(frame.mapping, frame.ref.length);
        frame.mapping = nullptr;
    }
    if (frame.heap != nullptr) {
        ngx_free(frame.heap);
        frame.heap = nullptr;
    }
    frame.fd.reset();
}

}  // namespace livecam::http
