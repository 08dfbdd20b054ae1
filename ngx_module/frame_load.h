// How a frame gets into a worker: open, map, copy.
#pragma once

#include "ngx_module/frame_cache.h"

namespace livecam::http {

/// Frames larger than this are sent as files: a copy, or a mapping of a hole, could eat the
/// machine.
inline constexpr std::uint64_t kMaxBytesInMemory = 64 * 1024 * 1024;

/// Each adds one form to the frame; false with errno.
bool load_file(Frame& frame, int frames_dir) noexcept;
bool load_mapping(Frame& frame, int frames_dir) noexcept;  // EAGAIN: no guard left
bool load_heap(Frame& frame, int frames_dir, ngx_log_t* log) noexcept;

/// Whether the file still has its length, without which a mapping cannot be sent, nor the file. A
/// look at the last byte of the mapping, under its guard: cheaper than a system call. Whoever
/// truncates the file after it breaks that one response.
bool mapping_whole(const Frame& frame) noexcept;
bool file_whole(const Frame& frame) noexcept;

void unload(Frame& frame) noexcept;

}  // namespace livecam::http
