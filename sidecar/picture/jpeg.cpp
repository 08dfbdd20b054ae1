// JPEG, ITU-T T.81 annex B: SOI, marker segments, entropy-coded scans, EOI.
//
// Neither the first nor the last FF D9 is the end: a thumbnail inside APP1 is a JPEG with an end of
// its own, and what follows the picture (a second picture after MPF, a maker's trailer, padding)
// may contain another. Only walking segment by segment finds the picture's own.
#include "sidecar/picture/formats.h"
#include "sidecar/picture/verdict.h"

namespace livecam::picture {
namespace {

constexpr auto kType = PictureType::kJpeg;

enum Marker : std::uint8_t {
    kTem = 0x01,
    kSof0 = 0xC0,
    kDht = 0xC4,
    kJpg = 0xC8,
    kDac = 0xCC,
    kSof15 = 0xCF,
    kRst0 = 0xD0,
    kRst7 = 0xD7,
    kSoi = 0xD8,
    kEoi = 0xD9,
    kSos = 0xDA,
    kDnl = 0xDC,
    kDhp = 0xDE,
    kFill = 0xFF,
};

constexpr bool is_restart(std::uint8_t code) noexcept {
    return code >= kRst0 && code <= kRst7;
}

constexpr bool is_frame(std::uint8_t code) noexcept {
    return code >= kSof0 && code <= kSof15 && code != kDht && code != kJpg && code != kDac;
}

struct Walk {
    bool has_frame = false;
    bool hierarchical = false;  // DHP came: several frames make one picture (T.81 B.3)
    bool has_scan = false;
    bool has_data = false;
    std::uint32_t width = 0;
    std::uint32_t height = 0;  // 0 until DNL tells it
};

/// The code of the next marker, any fill bytes before it skipped (B.1.1.2); 0 when there is none.
std::uint8_t next_marker(ByteReader& in) noexcept {
    if (in.u8() != kFill) {
        return 0;
    }
    std::uint8_t code = kFill;
    while (code == kFill && in.ok()) {
        code = in.u8();
    }
    return code;
}

/// Moves behind the scan's data and returns the code of the marker that ends it. FF 00 is the data
/// byte FF; RSTn only interrupts the data (B.1.1.5, B.2.1). !in.ok() when no marker comes.
std::uint8_t skip_scan_data(ByteReader& in, Walk& walk) noexcept {
    std::size_t from = in.position();
    while (in.seek(kFill)) {
        walk.has_data = walk.has_data || in.position() > from;
        const std::uint8_t code = next_marker(in);
        if (code == 0) {
            walk.has_data = true;
        } else if (!is_restart(code)) {
            return code;
        }
        from = in.position();
    }
    return 0;
}

const char* read_frame(ByteReader segment, bool defines_hierarchy, Walk& walk) noexcept {
    const std::uint8_t precision = segment.u8();
    const std::uint16_t height = segment.be16();
    const std::uint16_t width = segment.be16();
    const std::uint8_t components = segment.u8();
    if (!segment.ok() || precision < 2 || precision > 16 || components == 0 ||
        segment.remaining() != std::size_t{components} * 3) {
        return "JPEG: broken frame header";
    }
    if (width == 0) {
        return "JPEG: width 0";
    }
    if (walk.has_frame && !walk.hierarchical) {
        return "JPEG: two frame headers";
    }
    if (defines_hierarchy && (walk.hierarchical || walk.has_frame)) {
        return "JPEG: misplaced hierarchy header";
    }
    if (defines_hierarchy || !walk.hierarchical) {
        walk.width = width;
        walk.height = height;
    }
    walk.hierarchical = walk.hierarchical || defines_hierarchy;
    walk.has_frame = walk.has_frame || !defines_hierarchy;
    return nullptr;
}

const char* read_scan_header(ByteReader segment, Walk& walk) noexcept {
    if (!walk.has_frame) {
        return "JPEG: a scan before the frame header";
    }
    const std::uint8_t components = segment.u8();
    if (!segment.ok() || components == 0 || components > 4 ||
        segment.remaining() != std::size_t{components} * 2 + 3) {
        return "JPEG: broken scan header";
    }
    walk.has_scan = true;
    return nullptr;
}

/// DNL (B.2.5) gives the number of lines that the frame header left at 0.
const char* read_line_count(ByteReader segment, Walk& walk) noexcept {
    const std::uint16_t lines = segment.be16();
    if (!segment.ok() || segment.remaining() != 0 || lines == 0 || !walk.has_scan) {
        return "JPEG: broken or misplaced number of lines";
    }
    if (walk.height == 0) {
        walk.height = lines;
    }
    return nullptr;
}

const char* read_segment(std::uint8_t code, ByteReader segment, Walk& walk) noexcept {
    if (is_frame(code) || code == kDhp) {
        return read_frame(segment, code == kDhp, walk);
    }
    if (code == kSos) {
        return read_scan_header(segment, walk);
    }
    if (code == kDnl) {
        return read_line_count(segment, walk);
    }
    return nullptr;
}

Inspection finish(const Walk& walk, std::size_t length) noexcept {
    if (!walk.has_frame) {
        return invalid(kType, "JPEG: no frame header");
    }
    if (!walk.has_data) {
        return invalid(kType, "JPEG: no picture data");
    }
    if (walk.height == 0) {
        return invalid(kType, "JPEG: height 0");
    }
    return complete(kType, walk.width, walk.height, length);
}

}  // namespace

Inspection inspect_jpeg(Bytes bytes, const Limits& limits) noexcept {
    ByteReader in(bytes);
    in.skip(2);
    Walk walk;
    std::uint8_t code = next_marker(in);
    while (in.ok()) {
        if (code == kEoi) {
            return finish(walk, in.position());
        }
        if (code < kSof0 && code != kTem) {
            return invalid(kType, "JPEG: no marker where a segment should begin");
        }
        if (code == kSoi) {
            return invalid(kType, "JPEG: a picture begins inside the picture");
        }
        if (code == kTem || is_restart(code)) {
            code = next_marker(in);
            continue;
        }
        const std::uint16_t length = in.be16();
        if (in.ok() && length < 2) {
            return invalid(kType, "JPEG: a segment shorter than its own length field");
        }
        const Bytes segment = in.take(length - 2U);
        if (!in.ok()) {
            break;
        }
        if (const char* fault = read_segment(code, ByteReader(segment), walk)) {
            return invalid(kType, fault);
        }
        if (const char* excess = over_limit(limits, walk.width, walk.height)) {
            return too_big(kType, excess, walk.width, walk.height);
        }
        code = code == kSos ? skip_scan_data(in, walk) : next_marker(in);
    }
    return invalid(kType, "JPEG: cut off before its end marker");
}

}  // namespace livecam::picture
