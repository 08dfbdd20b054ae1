// PNG, RFC 2083: signature, IHDR, chunks with a CRC each, IEND. An animated PNG is a PNG whose
// extra chunks are ancillary.
#include <zlib.h>

#include "sidecar/picture/formats.h"
#include "sidecar/picture/verdict.h"

namespace livecam::picture {
namespace {

constexpr auto kType = PictureType::kPng;
constexpr std::uint32_t kMaxLength = 0x7FFF'FFFF;  // section 3.2 and 4.1.1: lengths and dimensions

struct Walk {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint8_t depth = 0;
    std::uint8_t colour = 0;
    bool has_palette = false;
    bool has_data = false;
    bool data_ended = false;
};

/// The combinations of section 4.1.1.
constexpr bool valid_depth(std::uint8_t colour, std::uint8_t depth) noexcept {
    switch (colour) {
        case 0:
            return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
        case 3:
            return depth == 1 || depth == 2 || depth == 4 || depth == 8;
        case 2:
        case 4:
        case 6:
            return depth == 8 || depth == 16;
        default:
            return false;
    }
}

const char* read_header(Bytes data, Walk& walk) noexcept {
    ByteReader in(data);
    walk.width = in.be32();
    walk.height = in.be32();
    walk.depth = in.u8();
    walk.colour = in.u8();
    const std::uint8_t compression = in.u8();
    const std::uint8_t filter = in.u8();
    const std::uint8_t interlace = in.u8();
    if (!in.ok() || in.remaining() != 0 || compression != 0 || filter != 0 || interlace > 1 ||
        !valid_depth(walk.colour, walk.depth)) {
        return "PNG: broken header";
    }
    if (walk.width == 0 || walk.height == 0 || walk.width > kMaxLength ||
        walk.height > kMaxLength) {
        return "PNG: a dimension that cannot be";
    }
    return nullptr;
}

const char* read_palette(Bytes data, Walk& walk) noexcept {
    const std::size_t entries = data.size() / 3;
    const std::size_t most = walk.colour == 3 ? std::size_t{1} << walk.depth : 256;
    if (data.size() % 3 != 0 || entries == 0 || entries > most) {
        return "PNG: broken palette";
    }
    if (walk.has_palette || walk.has_data) {
        return "PNG: misplaced palette";
    }
    walk.has_palette = true;
    return nullptr;
}

const char* read_data(Bytes data, Walk& walk) noexcept {
    if (walk.data_ended) {
        return "PNG: picture data in two places";
    }
    if (walk.colour == 3 && !walk.has_palette) {
        return "PNG: no palette";
    }
    walk.has_data = walk.has_data || !data.empty();
    return nullptr;
}

bool is_type(Bytes type) noexcept {
    for (const std::byte b : type) {
        const auto letter = std::to_integer<unsigned char>(b | std::byte{0x20});
        if (letter < 'a' || letter > 'z') {
            return false;
        }
    }
    return true;
}

const char* read_chunk(std::uint32_t type, Bytes data, Walk& walk) noexcept {
    constexpr std::uint32_t kAncillary = 0x2000'0000;  // bit 5 of the first letter, section 3.3
    if (type == four_cc("IDAT")) {
        return read_data(data, walk);
    }
    walk.data_ended = walk.has_data;
    if (type == four_cc("PLTE")) {
        return read_palette(data, walk);
    }
    if (type == four_cc("IHDR")) {
        return "PNG: two headers";
    }
    if (type == four_cc("IEND")) {
        if (!data.empty()) {
            return "PNG: an end chunk with content";
        }
        return walk.has_data ? nullptr : "PNG: no picture data";
    }
    return (type & kAncillary) != 0 ? nullptr : "PNG: unknown critical chunk";
}

}  // namespace

Inspection inspect_png(Bytes bytes, const Limits& limits) noexcept {
    ByteReader in(bytes);
    in.skip(8);
    Walk walk;
    for (bool first = true;; first = false) {
        const std::uint32_t length = in.be32();
        if (length > kMaxLength) {
            return invalid(kType, "PNG: a chunk length over 2^31-1");
        }
        const Bytes covered = in.take(std::uint64_t{length} + 4);  // the CRC covers type and data
        const std::uint32_t expected = in.be32();
        if (!in.ok()) {
            return invalid(kType, "PNG: cut off before its end chunk");
        }
        if (!is_type(covered.first(4))) {
            return invalid(kType, "PNG: no chunk where one should begin");
        }
        if (::crc32_z(0, reinterpret_cast<const Bytef*>(covered.data()), covered.size()) !=
            expected) {
            return invalid(kType, "PNG: a chunk's checksum is wrong");
        }
        const std::uint32_t type = ByteReader(covered).be32();
        const Bytes data = covered.subspan(4);
        if (first && type != four_cc("IHDR")) {
            return invalid(kType, "PNG: does not begin with its header");
        }
        if (const char* fault = first ? read_header(data, walk) : read_chunk(type, data, walk)) {
            return invalid(kType, fault);
        }
        if (const char* excess = over_limit(limits, walk.width, walk.height)) {
            return too_big(kType, excess, walk.width, walk.height);
        }
        if (type == four_cc("IEND")) {
            return complete(kType, walk.width, walk.height, in.position());
        }
    }
}

}  // namespace livecam::picture
