// GIF87a and GIF89a: screen descriptor, colour tables, extensions, images in LZW sub-blocks,
// trailer (CompuServe, "Graphics Interchange Format, Version 89a", sections 17 to 27).
#include "sidecar/picture/formats.h"
#include "sidecar/picture/verdict.h"

namespace livecam::picture {
namespace {

constexpr auto kType = PictureType::kGif;
constexpr const char* kCut = "GIF: cut off before its trailer";

/// The table that a flags byte announces: 3 bytes for each of 2^(n+1) colours.
void skip_colour_table(ByteReader& in, std::uint8_t flags) noexcept {
    if ((flags & 0x80) != 0) {
        in.skip(std::uint64_t{3} << ((flags & 7) + 1));
    }
}

/// Skips sub-blocks up to and with their terminator; true when any had content.
bool skip_sub_blocks(ByteReader& in) noexcept {
    bool any = false;
    while (const std::uint8_t length = in.u8()) {
        in.skip(length);
        any = true;
    }
    return any;
}

struct Image {
    std::uint16_t width = 0;
    std::uint16_t height = 0;
    const char* fault = nullptr;
};

Image read_image(ByteReader& in) noexcept {
    Image image;
    in.skip(4);  // its place on the screen
    image.width = in.le16();
    image.height = in.le16();
    skip_colour_table(in, in.u8());
    const std::uint8_t code_size = in.u8();
    const bool has_data = skip_sub_blocks(in);
    if (!in.ok()) {
        image.fault = kCut;
    } else if (image.width == 0 || image.height == 0) {
        image.fault = "GIF: an image with a dimension of 0";
    } else if (code_size == 0 || code_size > 8) {
        image.fault = "GIF: a code size that cannot be";
    } else if (!has_data) {
        image.fault = "GIF: an image without data";
    }
    return image;
}

}  // namespace

Inspection inspect_gif(Bytes bytes, const Limits& limits) noexcept {
    ByteReader in(bytes);
    in.skip(6);
    std::uint32_t width = in.le16();
    std::uint32_t height = in.le16();
    const std::uint8_t flags = in.u8();
    in.skip(2);  // background colour, pixel aspect ratio
    skip_colour_table(in, flags);
    if (const char* excess = over_limit(limits, width, height)) {
        return too_big(kType, excess, width, height);
    }
    bool has_image = false;
    while (in.ok()) {
        const std::uint8_t introducer = in.u8();
        if (!in.ok()) {
            break;
        }
        if (introducer == 0x3B) {
            return has_image ? complete(kType, width, height, in.position())
                             : invalid(kType, "GIF: no image");
        }
        if (introducer == 0x21) {
            in.skip(1);  // the extension's label
            skip_sub_blocks(in);
        } else if (introducer == 0x2C) {
            const Image image = read_image(in);
            if (image.fault != nullptr) {
                return invalid(kType, image.fault);
            }
            // A small screen must not hide a frame that is a bomb.
            if (const char* excess = over_limit(limits, image.width, image.height)) {
                return too_big(kType, excess, image.width, image.height);
            }
            // Some encoders leave the screen at 0; browsers then take the first image's size.
            if (width == 0 || height == 0) {
                width = image.width;
                height = image.height;
            }
            has_image = true;
        } else {
            return invalid(kType, "GIF: no block where one should begin");
        }
    }
    return invalid(kType, kCut);
}

}  // namespace livecam::picture
