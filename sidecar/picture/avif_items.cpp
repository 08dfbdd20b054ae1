// The item location box, ISO/IEC 14496-12 section 8.11.3.
#include <algorithm>

#include "sidecar/picture/avif_meta.h"
#include "sidecar/picture/iso_box.h"

namespace livecam::picture::avif {
namespace {

enum Construction : std::uint16_t { kFile = 0, kIdat = 1, kItem = 2 };

/// Widths in bytes of the fields whose size the box chooses.
struct FieldSizes {
    unsigned offset;
    unsigned length;
    unsigned base;
    unsigned index;
};

bool valid_size(unsigned size) noexcept {
    return size == 0 || size == 4 || size == 8;
}

FieldSizes read_field_sizes(ByteReader& in, std::uint8_t version) noexcept {
    const unsigned first = in.u8();
    const unsigned second = in.u8();
    return {first >> 4, first & 15, second >> 4, version == 0 ? 0 : second & 15};
}

/// One item's extents: moves out.data_end, or states a fault.
void read_extents(ByteReader& in, const FieldSizes& sizes, std::uint16_t construction,
                  std::uint64_t idat, Extents& out) noexcept {
    const std::uint64_t base = in.be(sizes.base);
    const std::uint16_t count = in.be16();
    for (std::uint16_t i = 0; i < count && in.ok(); ++i) {
        in.skip(sizes.index);
        const std::uint64_t offset = in.be(sizes.offset);
        const std::uint64_t length = in.be(sizes.length);
        std::uint64_t end = 0;
        if (length == 0 || __builtin_add_overflow(base, offset, &end) ||
            __builtin_add_overflow(end, length, &end) || (construction == kIdat && end > idat)) {
            out.fault = "AVIF: an item's bytes are nowhere";
            return;
        }
        if (construction == kFile) {
            out.data_end = std::max(out.data_end, end);
        }
    }
    if (count == 0) {
        out.fault = "AVIF: an item without bytes";
    }
}

}  // namespace

Extents read_item_locations(Bytes content, std::uint32_t primary, std::uint64_t idat) noexcept {
    ByteReader in(content);
    Extents out;
    const std::uint8_t version = iso::read_full_header(in).version;
    const FieldSizes sizes = read_field_sizes(in, version);
    // A length of no bytes would let one entry announce 65535 extents for free.
    if (!in.ok() || version > 2 || sizes.length == 0 || !valid_size(sizes.length) ||
        !valid_size(sizes.offset) || !valid_size(sizes.base) || !valid_size(sizes.index)) {
        out.fault = "AVIF: broken item locations";
        return out;
    }
    const unsigned wide = version == 2 ? 4 : 2;
    const std::uint64_t items = in.be(wide);
    for (std::uint64_t i = 0; i < items && in.ok() && out.fault == nullptr; ++i) {
        const std::uint64_t id = in.be(wide);
        const std::uint16_t construction = version == 0 ? std::uint16_t{kFile} : in.be16() & 15;
        const std::uint16_t data_reference = in.be16();
        if (in.ok() && (construction > kItem || data_reference != 0)) {
            out.fault = "AVIF: an item in another file";
            return out;
        }
        out.has_primary = out.has_primary || id == primary;
        read_extents(in, sizes, construction, idat, out);
    }
    if (!in.ok()) {
        out.fault = "AVIF: broken item locations";
    }
    return out;
}

}  // namespace livecam::picture::avif
