// WebP, RFC 9649: one RIFF list whose size is the picture's length. Its first chunk says the form:
// "VP8 " and "VP8L" are the picture, VP8X announces a canvas with one image or animation frames.
#include "sidecar/picture/formats.h"
#include "sidecar/picture/verdict.h"
#include "sidecar/picture/webp_frame.h"

namespace livecam::picture {
namespace {

using webp::Chunk;
using webp::Size;

constexpr auto kType = PictureType::kWebp;
constexpr std::uint8_t kAnimated = 0x02;

struct Canvas {
    Size size;
    bool animated = false;
};

Canvas read_canvas(Bytes data) noexcept {
    ByteReader in(data);
    Canvas canvas;
    canvas.animated = (in.u8() & kAnimated) != 0;
    in.skip(3);
    canvas.size.width = in.le24() + 1;
    canvas.size.height = in.le24() + 1;
    if (!in.ok()) {
        canvas.size.fault = "WebP: broken VP8X header";
    }
    return canvas;
}

/// The image, or all frames of the animation, behind a VP8X chunk; nullptr when all is well.
const char* check_extended(ByteReader in, const Canvas& canvas) noexcept {
    bool has_image = false;
    while (in.remaining() > 0) {
        const Chunk chunk = webp::next_chunk(in);
        if (!in.ok()) {
            return "WebP: a chunk larger than the file says it is";
        }
        if (canvas.animated && chunk.type == four_cc("ANMF")) {
            const Size frame = webp::read_animation_frame(chunk.data);
            if (frame.fault != nullptr) {
                return frame.fault;
            }
            if (frame.width > canvas.size.width || frame.height > canvas.size.height) {
                return "WebP: an animation frame larger than its canvas";
            }
            has_image = true;
        } else if (!canvas.animated && !has_image && webp::is_image(chunk.type)) {
            const Size image = webp::read_image(chunk);
            if (image.fault != nullptr) {
                return image.fault;
            }
            if (image != canvas.size) {
                return "WebP: the image contradicts its canvas";
            }
            has_image = true;
        }
    }
    return has_image ? nullptr : "WebP: no image";
}

/// Chunks behind a simple file's image mean nothing, and must still fit.
const char* check_rest(ByteReader in) noexcept {
    while (in.remaining() > 0) {
        webp::next_chunk(in);
    }
    return in.ok() ? nullptr : "WebP: a chunk larger than the file says it is";
}

}  // namespace

Inspection inspect_webp(Bytes bytes, const Limits& limits) noexcept {
    ByteReader file(bytes);
    file.skip(4);
    const std::uint32_t riff_size = file.le32();
    ByteReader list(file.take(riff_size));
    if (!file.ok()) {
        return invalid(kType, "WebP: cut off before the end that its size says");
    }
    list.skip(4);  // "WEBP"
    const Chunk first = webp::next_chunk(list);
    if (!list.ok()) {
        return invalid(kType, "WebP: its first chunk is larger than the file says it is");
    }
    const bool extended = first.type == four_cc("VP8X");
    if (!extended && !webp::is_image(first.type)) {
        return invalid(kType, "WebP: does not begin with an image chunk");
    }
    const Canvas canvas =
        extended ? read_canvas(first.data) : Canvas{webp::read_image(first), false};
    if (canvas.size.fault != nullptr) {
        return invalid(kType, canvas.size.fault);
    }
    if (const char* excess = over_limit(limits, canvas.size.width, canvas.size.height)) {
        return too_big(kType, excess, canvas.size.width, canvas.size.height);
    }
    if (const char* fault = extended ? check_extended(list, canvas) : check_rest(list)) {
        return invalid(kType, fault);
    }
    return complete(kType, canvas.size.width, canvas.size.height, file.position());
}

}  // namespace livecam::picture
