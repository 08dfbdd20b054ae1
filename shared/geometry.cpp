#include "shared/geometry.h"

#include <bit>
#include <cstddef>
#include <cstring>
#include <span>

#include "shared/hash.h"

namespace livecam {
namespace {

constexpr std::uint64_t kRingSize = 4096;      // 100 cameras at 3 s fill it in two minutes
constexpr std::uint64_t kMaxRingSize = 65536;  // what a reader can be made to walk
constexpr std::uint64_t kPage = 4096;

constexpr std::uint64_t round_up(std::uint64_t value, std::uint64_t unit) noexcept {
    return (value + unit - 1) / unit * unit;
}

std::uint64_t geometry_checksum(const layout::Geometry& g) noexcept {
    return content_hash(
        std::as_bytes(std::span{&g, 1}).first(offsetof(layout::Geometry, checksum)));
}

bool part_fits(std::uint64_t offset, std::uint64_t count, std::uint64_t size,
               std::uint64_t total) noexcept {
    return offset % 64 == 0 && offset >= sizeof(layout::Header) && offset <= total &&
           count <= (total - offset) / size;
}

}  // namespace

layout::Geometry make_geometry(const IndexShape& shape, std::uint64_t& total_length) noexcept {
    layout::Geometry g{};
    g.entry_capacity = shape.entries;
    g.bucket_count = std::bit_ceil(shape.entries * 2);
    g.key_capacity = round_up(shape.key_bytes, 64);
    g.ring_size = kRingSize;
    g.bucket_offset = sizeof(layout::Header);
    std::uint64_t end = round_up(g.bucket_offset + g.bucket_count * sizeof(layout::Word), 64);
    if (shape.minor >= 1) {
        g.head_offset = end;
        end = round_up(end + shape.entries * sizeof(layout::KeyHead), 64);
    }
    g.entry_offset = end;
    g.ring_offset = g.entry_offset + g.entry_capacity * sizeof(layout::Entry);
    g.key_offset = g.ring_offset + g.ring_size * sizeof(layout::Word);
    g.checksum = geometry_checksum(g);
    total_length = round_up(g.key_offset + g.key_capacity, kPage);
    return g;
}

AttachError read_geometry(const layout::Header& header, std::uint64_t file_length,
                          layout::Geometry& geometry) noexcept {
    const layout::Preamble& preamble = header.preamble;
    if (preamble.magic != layout::kMagic) {
        return AttachError::kNotAnIndex;
    }
    if (preamble.checksum != preamble_checksum(preamble) || preamble.total_length != file_length) {
        return AttachError::kDamaged;
    }
    if (preamble.major != layout::kMajor) {
        return AttachError::kUnknownLayout;
    }
    std::memcpy(&geometry, &header.geometry, sizeof geometry);
    const bool sane =
        geometry.checksum == geometry_checksum(geometry) && preamble.epoch != 0 &&
        std::has_single_bit(geometry.bucket_count) && std::has_single_bit(geometry.ring_size) &&
        geometry.ring_size <= kMaxRingSize && geometry.entry_capacity != 0 &&
        geometry.entry_capacity < layout::kAnyEntry &&
        part_fits(geometry.bucket_offset, geometry.bucket_count, sizeof(layout::Word),
                  file_length) &&
        part_fits(geometry.entry_offset, geometry.entry_capacity, sizeof(layout::Entry),
                  file_length) &&
        part_fits(geometry.key_offset, geometry.key_capacity, 1, file_length) &&
        (geometry.head_offset == 0 || part_fits(geometry.head_offset, geometry.entry_capacity,
                                                sizeof(layout::KeyHead), file_length)) &&
        part_fits(geometry.ring_offset, geometry.ring_size, sizeof(layout::Word), file_length);
    return sane ? AttachError::kNone : AttachError::kDamaged;
}

std::uint64_t preamble_checksum(const layout::Preamble& preamble) noexcept {
    return content_hash(
        std::as_bytes(std::span{&preamble, 1}).first(offsetof(layout::Preamble, flags)));
}

}  // namespace livecam
