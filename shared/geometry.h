// Where the parts of an index lie: computed by the writer, checked by everybody else.
#pragma once

#include <cstdint>

#include "shared/index_view.h"
#include "shared/layout.h"

namespace livecam {

/// The geometry for so many entries and bytes of keys, checksum included; `total_length` is in
/// whole pages.
layout::Geometry make_geometry(std::uint64_t entries, std::uint64_t key_bytes,
                               std::uint64_t& total_length) noexcept;

/// Checks preamble and geometry against the file's length and copies the geometry, so that what was
/// checked is what is used. kNone, kNotAnIndex, kUnknownLayout or kDamaged.
AttachError read_geometry(const layout::Header& header, std::uint64_t file_length,
                          layout::Geometry& geometry) noexcept;

std::uint64_t preamble_checksum(const layout::Preamble& preamble) noexcept;

}  // namespace livecam
