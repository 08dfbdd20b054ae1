// Pictures to inspect, and the means to take them apart.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "sidecar/picture/inspect.h"

namespace livecam::picture {

inline bool operator==(const Inspection& a, const Inspection& b) {
    return a.reason == b.reason && std::string_view(a.detail) == b.detail && a.type == b.type &&
           a.width == b.width && a.height == b.height && a.length == b.length;
}

inline std::ostream& operator<<(std::ostream& out, const Inspection& i) {
    return out << to_string(i.reason) << " \"" << i.detail << "\" " << media_type(i.type) << ' '
               << i.width << 'x' << i.height << ", " << i.length << " bytes";
}

}  // namespace livecam::picture

namespace livecam::test {

/// Bytes as text, since text concatenates, compares and searches.
using Body = std::string;

/// Inspects a heap copy of exactly this size, so that AddressSanitizer sees a read beyond it.
picture::Inspection inspect(std::string_view body, const picture::Limits& limits = {});

picture::Inspection complete(PictureType type, std::uint32_t width, std::uint32_t height,
                             std::size_t length);
picture::Inspection invalid(PictureType type, const char* detail);

/// A file of tests/data/pictures.
Body load(const std::string& name);

struct Sample {
    std::string name;
    PictureType type;
    Body body;
};

/// Every file of tests/data/pictures.
std::vector<Sample> all_samples();

struct JpegOptions {
    int width = 64;
    int height = 48;
    bool progressive = false;
    bool restart = false;  // a restart marker after every block
};

Body encode_jpeg(const JpegOptions& options = {});

/// A marker segment: FF, code, length, content.
Body jpeg_segment(std::uint8_t code, std::string_view content);

/// Where the marker with this code begins, from a position on; fails the test when absent.
std::size_t find_marker(std::string_view jpeg, std::uint8_t code, std::size_t from = 0);

/// A chunk: length, type, data, CRC.
Body png_chunk(std::string_view type, std::string_view data);

struct PngOptions {
    std::uint32_t width = 5;
    std::uint32_t height = 3;
    std::uint8_t depth = 8;
    std::uint8_t colour = 2;
};

Body png_signature();
Body png_header(const PngOptions& options = {});
/// An IDAT chunk with all rows of an 8-bit RGB picture of the default size.
Body png_data();
/// Signature, header, data, end.
Body make_png(const PngOptions& options = {});

Body be16(std::uint32_t value);
Body be32(std::uint32_t value);
Body le16(std::uint32_t value);
Body le24(std::uint32_t value);
Body le32(std::uint32_t value);

}  // namespace livecam::test
