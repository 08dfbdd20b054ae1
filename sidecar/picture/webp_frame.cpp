#include "sidecar/picture/webp_frame.h"

namespace livecam::picture::webp {
namespace {

Size read_lossy(Bytes data) noexcept {
    constexpr std::uint32_t kStartCode = 0x2A019D;
    ByteReader in(data);
    const std::uint32_t tag = in.le24();
    const std::uint32_t start_code = in.le24();
    Size size;
    size.width = in.le16() & 0x3FFF;  // the two bits above are an upscaling hint
    size.height = in.le16() & 0x3FFF;
    const bool inter_frame = (tag & 1) != 0;
    const std::uint32_t version = tag >> 1 & 7;
    const bool shown = (tag >> 4 & 1) != 0;
    const std::uint32_t first_partition = tag >> 5;
    if (!in.ok() || inter_frame || version > 3 || !shown || start_code != kStartCode) {
        size.fault = "WebP: broken VP8 frame header";
    } else if (first_partition > in.remaining()) {
        size.fault = "WebP: a VP8 partition larger than its chunk";
    }
    return size;
}

Size read_lossless(Bytes data) noexcept {
    ByteReader in(data);
    const std::uint8_t signature = in.u8();
    const std::uint32_t bits = in.le32();
    Size size;
    size.width = (bits & 0x3FFF) + 1;
    size.height = (bits >> 14 & 0x3FFF) + 1;
    const std::uint32_t version = bits >> 29;
    if (!in.ok() || in.remaining() == 0 || signature != 0x2F || version != 0) {
        size.fault = "WebP: broken VP8L header";
    }
    return size;
}

}  // namespace

Chunk next_chunk(ByteReader& in) noexcept {
    Chunk chunk;
    chunk.type = in.be32();
    const std::uint32_t length = in.le32();
    chunk.data = in.take(length);
    if (length % 2 != 0 && in.remaining() > 0) {
        in.skip(1);
    }
    return chunk;
}

Size read_image(const Chunk& chunk) noexcept {
    Size size = chunk.type == four_cc("VP8L") ? read_lossless(chunk.data) : read_lossy(chunk.data);
    if (size.fault == nullptr && (size.width == 0 || size.height == 0)) {
        size.fault = "WebP: a dimension of 0";
    }
    return size;
}

Size read_animation_frame(Bytes data) noexcept {
    ByteReader in(data);
    in.skip(6);  // its place on the canvas
    Size size;
    size.width = in.le24() + 1;
    size.height = in.le24() + 1;
    in.skip(4);  // duration, blending and disposal
    bool has_image = false;
    while (in.ok() && in.remaining() > 0) {
        const Chunk chunk = next_chunk(in);
        if (!in.ok()) {
            break;
        }
        if (!is_image(chunk.type)) {
            continue;
        }
        const Size image = read_image(chunk);
        if (image.fault != nullptr) {
            return image;
        }
        if (has_image || image != size) {
            size.fault = "WebP: an animation frame that contradicts its image";
            return size;
        }
        has_image = true;
    }
    if (!in.ok() || !has_image) {
        size.fault = "WebP: broken animation frame";
    }
    return size;
}

}  // namespace livecam::picture::webp
