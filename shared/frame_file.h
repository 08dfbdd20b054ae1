// Opening a frame as a reader: the name is made from the serial alone, and what is found there must
// be a regular file of the length that the descriptor promised.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "shared/fd.h"

namespace livecam {

/// "0000000000000a1f": 16 hex digits, NUL-terminated, so that no serial can be a path.
using FrameName = std::array<char, 17>;
FrameName frame_name(std::uint64_t serial) noexcept;

/// The serial of a name in frames/, or 0 if it is not one of ours.
std::uint64_t frame_serial(std::string_view name) noexcept;

/// Opens frames/<serial> below `frames_dir` read-only. On failure the Fd is empty and errno says
/// why: ENOENT if it was unlinked (read the descriptor again), EINVAL if it is not a regular file
/// of `length` bytes, else what openat(2) or fstat(2) set. Never follows a link, never blocks.
Fd open_frame(int frames_dir, std::uint64_t serial, std::uint64_t length) noexcept;

}  // namespace livecam
