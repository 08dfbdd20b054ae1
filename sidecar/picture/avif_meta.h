// What AVIF's meta box promises: the primary item's dimensions and how far the file must reach.
#pragma once

#include "sidecar/picture/byte_reader.h"

namespace livecam::picture::avif {

struct Meta {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint64_t data_end = 0;  // one past the last byte of any item, from the file's start
    const char* fault = nullptr;
};

/// Reads the content of a meta box (ISO/IEC 14496-12 section 8.11, ISO/IEC 23008-12 section 9.3).
Meta read_meta(Bytes content) noexcept;

struct Extents {
    std::uint64_t data_end = 0;
    bool has_primary = false;
    const char* fault = nullptr;
};

/// Reads an iloc box's content: where every item's bytes are. idat is the size of the meta box's
/// own data, to which construction method 1 refers.
Extents read_item_locations(Bytes content, std::uint32_t primary, std::uint64_t idat) noexcept;

}  // namespace livecam::picture::avif
