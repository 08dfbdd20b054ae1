// Boxes of the ISO base media file format (ISO/IEC 14496-12 section 4.2).
#pragma once

#include "sidecar/picture/byte_reader.h"

namespace livecam::picture::iso {

struct Box {
    std::uint32_t type = 0;
    Bytes content;
    bool to_the_end = false;  // size 0: the box takes all that is left
};

/// The next box; !in.ok() when it is larger than what is left or smaller than its own header.
inline Box next_box(ByteReader& in) noexcept {
    Box box;
    std::uint64_t size = in.be32();
    box.type = in.be32();
    std::uint64_t header = 8;
    if (size == 1) {
        size = in.be(8);
        header = 16;
    }
    if (size == 0) {
        box.to_the_end = true;
        box.content = in.take(in.remaining());
    } else {
        // A size below its header wraps to more than any body holds, which take() refuses.
        box.content = in.take(size - header);
    }
    return box;
}

/// The first child of this type inside a box's content, or an empty span.
inline Bytes find_child(Bytes content, std::uint32_t type) noexcept {
    ByteReader in(content);
    while (in.ok() && in.remaining() > 0) {
        const Box box = next_box(in);
        if (in.ok() && box.type == type) {
            return box.content;
        }
    }
    return {};
}

/// Version and flags, with which every "full box" begins.
struct FullHeader {
    std::uint8_t version;
    std::uint32_t flags;
};

inline FullHeader read_full_header(ByteReader& in) noexcept {
    const std::uint32_t word = in.be32();
    return {static_cast<std::uint8_t>(word >> 24), word & 0xFF'FFFF};
}

}  // namespace livecam::picture::iso
