// How a walker states what it found.
#pragma once

#include "sidecar/picture/inspect.h"

namespace livecam::picture {

inline Inspection complete(PictureType type, std::uint32_t width, std::uint32_t height,
                           std::size_t length) noexcept {
    return {Reason::kNone, "", type, width, height, length};
}

inline Inspection invalid(PictureType type, const char* detail) noexcept {
    return {Reason::kInvalid, detail, type, 0, 0, 0};
}

inline Inspection wrong_type(const char* detail) noexcept {
    return {Reason::kWrongType, detail, PictureType::kNone, 0, 0, 0};
}

/// Why these dimensions are over a limit, or nullptr when they are not.
inline const char* over_limit(const Limits& limits, std::uint32_t width,
                              std::uint32_t height) noexcept {
    if (width > limits.max_width) {
        return "wider than the limit";
    }
    if (height > limits.max_height) {
        return "taller than the limit";
    }
    if (std::uint64_t{width} * height > limits.max_pixels) {
        return "more pixels than the limit";
    }
    return nullptr;
}

/// The dimensions are kept, so that a message can name them beside the limit.
inline Inspection too_big(PictureType type, const char* detail, std::uint32_t width,
                          std::uint32_t height) noexcept {
    return {Reason::kTooBig, detail, type, width, height, 0};
}

}  // namespace livecam::picture
