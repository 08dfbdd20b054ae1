#include "sidecar/picture/avif_meta.h"

#include <bitset>

#include "sidecar/picture/iso_box.h"

namespace livecam::picture::avif {
namespace {

/// One bit per property index; an association has 15 bits for it at most.
using Properties = std::bitset<0x8000>;

/// Marks what an ipma box associates with the item (ISO/IEC 23008-12 section 9.3.2).
bool read_associations(Bytes content, std::uint32_t item, Properties& out) noexcept {
    ByteReader in(content);
    const auto [version, flags] = iso::read_full_header(in);
    const bool wide = (flags & 1) != 0;
    const std::uint32_t entries = in.be32();
    for (std::uint32_t i = 0; i < entries && in.ok(); ++i) {
        const std::uint64_t id = in.be(version == 0 ? 2 : 4);
        const std::uint8_t count = in.u8();
        for (std::uint8_t k = 0; k < count && in.ok(); ++k) {
            const std::uint64_t index = wide ? in.be(2) & 0x7FFF : in.be(1) & 0x7F;
            if (id == item) {
                out.set(static_cast<std::size_t>(index));
            }
        }
    }
    return in.ok();
}

/// The first ispe (image spatial extents) among the marked properties; indices count from 1.
bool read_extent(Bytes ipco, const Properties& wanted, Meta& meta) noexcept {
    ByteReader in(ipco);
    for (std::size_t index = 1; in.ok() && in.remaining() > 0 && index < wanted.size(); ++index) {
        const iso::Box box = iso::next_box(in);
        if (!in.ok() || box.type != four_cc("ispe") || !wanted.test(index)) {
            continue;
        }
        ByteReader property(box.content);
        iso::read_full_header(property);
        meta.width = property.be32();
        meta.height = property.be32();
        return property.ok() && meta.width != 0 && meta.height != 0;
    }
    return false;
}

const char* read_dimensions(Bytes iprp, std::uint32_t item, Meta& meta) noexcept {
    Properties wanted;
    ByteReader in(iprp);
    while (in.remaining() > 0) {
        const iso::Box box = iso::next_box(in);
        if (!in.ok() ||
            (box.type == four_cc("ipma") && !read_associations(box.content, item, wanted))) {
            return "AVIF: broken item properties";
        }
    }
    return read_extent(iso::find_child(iprp, four_cc("ipco")), wanted, meta)
               ? nullptr
               : "AVIF: the picture has no dimensions";
}

}  // namespace

Meta read_meta(Bytes content) noexcept {
    Meta meta;
    if (content.size() < 4) {
        meta.fault = "AVIF: broken meta box";
        return meta;
    }
    const Bytes children = content.subspan(4);
    ByteReader pitm(iso::find_child(children, four_cc("pitm")));
    const std::uint8_t version = iso::read_full_header(pitm).version;
    const auto primary = static_cast<std::uint32_t>(pitm.be(version == 0 ? 2 : 4));
    if (!pitm.ok()) {
        meta.fault = "AVIF: no primary item";
        return meta;
    }
    const Bytes idat = iso::find_child(children, four_cc("idat"));
    const Extents extents =
        read_item_locations(iso::find_child(children, four_cc("iloc")), primary, idat.size());
    meta.data_end = extents.data_end;
    meta.fault = extents.fault;
    if (meta.fault == nullptr && !extents.has_primary) {
        meta.fault = "AVIF: the primary item has no bytes";
    }
    if (meta.fault == nullptr) {
        meta.fault = read_dimensions(iso::find_child(children, four_cc("iprp")), primary, meta);
    }
    return meta;
}

}  // namespace livecam::picture::avif
