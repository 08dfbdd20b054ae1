// The image chunks of WebP: one compressed picture each, with dimensions of its own.
#pragma once

#include "sidecar/picture/byte_reader.h"

namespace livecam::picture::webp {

struct Chunk {
    std::uint32_t type = 0;
    Bytes data;
};

/// The next chunk of a RIFF list. The pad byte after an odd length (RFC 9649 section 2.3) may be
/// missing at the list's very end, as some encoders leave it out. !in.ok() when it does not fit.
Chunk next_chunk(ByteReader& in) noexcept;

constexpr bool is_image(std::uint32_t type) noexcept {
    return type == four_cc("VP8 ") || type == four_cc("VP8L");
}

struct Size {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    const char* fault = nullptr;

    bool operator==(const Size&) const = default;
};

/// Dimensions from a "VP8 " (RFC 6386 section 9.1) or "VP8L" (RFC 9649 section 3.4) chunk.
Size read_image(const Chunk& chunk) noexcept;

/// Dimensions from an ANMF chunk, and a check of the image chunks in it (RFC 9649 section 2.7.1.1).
Size read_animation_frame(Bytes data) noexcept;

}  // namespace livecam::picture::webp
