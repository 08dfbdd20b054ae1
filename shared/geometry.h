// Where the parts of an index lie: computed by the writer, checked by everybody else.
#pragma once

#include <cstdint>

#include "shared/index_view.h"
#include "shared/layout.h"

namespace livecam {

/// What an index has room for, and the layout it is written in.
struct IndexShape {
    std::uint64_t entries = 0;
    std::uint64_t key_bytes = 0;
    std::uint32_t minor = layout::kMinor;  // an older one for who goes back to an older version
};

/// The geometry of this shape, checksum included; `total_length` is in whole pages.
layout::Geometry make_geometry(const IndexShape& shape, std::uint64_t& total_length) noexcept;

/// Checks preamble and geometry against the file's length and copies the geometry, so that what was
/// checked is what is used. kNone, kNotAnIndex, kUnknownLayout or kDamaged.
AttachError read_geometry(const layout::Header& header, std::uint64_t file_length,
                          layout::Geometry& geometry) noexcept;

std::uint64_t preamble_checksum(const layout::Preamble& preamble) noexcept;

}  // namespace livecam
