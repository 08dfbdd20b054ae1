// Is this a complete picture, by its own structure? Pure: no allocation, no I/O, no exception.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "shared/picture_type.h"
#include "shared/reason.h"

namespace livecam::picture {

struct Limits {
    std::uint32_t max_width = 16384;
    std::uint32_t max_height = 16384;
    std::uint64_t max_pixels = 100'000'000;  // a header that promises more is a decompression bomb
};

struct Inspection {
    Reason reason = Reason::kNone;  // kNone: complete; else kWrongType, kInvalid or kTooBig
    const char* detail = "";        // static text for the log: "JPEG: no end marker"
    PictureType type = PictureType::kNone;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::size_t length = 0;         // bytes up to the picture's true end; the rest is padding
};

/// Walks the structure of a JPEG (ITU-T T.81), PNG (RFC 2083, CRCs checked), GIF89a or WebP (RIFF)
/// from its start to its true end. HTML, SVG, text and an empty body are kWrongType.
Inspection inspect(std::span<const std::byte> bytes, const Limits& limits = {}) noexcept;

}  // namespace livecam::picture
