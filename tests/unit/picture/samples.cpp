#include "tests/unit/picture/samples.h"

#include <gtest/gtest.h>
#include <turbojpeg.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

namespace livecam::test {
namespace {

Body integer(std::uint32_t value, int bytes, bool big) {
    Body out;
    for (int i = 0; i < bytes; ++i) {
        out.push_back(static_cast<char>(value >> 8 * i & 0xFF));
    }
    if (big) {
        std::reverse(out.begin(), out.end());
    }
    return out;
}

PictureType type_of(const std::string& extension) {
    for (const auto type :
         {PictureType::kPng, PictureType::kGif, PictureType::kWebp, PictureType::kAvif}) {
        if ("image/" + extension == media_type(type)) {
            return type;
        }
    }
    return PictureType::kJpeg;
}

}  // namespace

picture::Inspection inspect(std::string_view body, const picture::Limits& limits) {
    const auto copy = std::make_unique<std::byte[]>(body.size());
    if (!body.empty()) {
        std::memcpy(copy.get(), body.data(), body.size());
    }
    return picture::inspect({copy.get(), body.size()}, limits);
}

picture::Inspection complete(PictureType type, std::uint32_t width, std::uint32_t height,
                             std::size_t length) {
    return {Reason::kNone, "", type, width, height, length};
}

picture::Inspection invalid(PictureType type, const char* detail) {
    return {Reason::kInvalid, detail, type, 0, 0, 0};
}

Body load(const std::string& name) {
    std::ifstream file(std::filesystem::path(LIVECAM_PICTURES) / name, std::ios::binary);
    if (!file) {
        throw std::runtime_error("cannot open " LIVECAM_PICTURES "/" + name);
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Sample> all_samples() {
    std::vector<Sample> samples;
    for (const auto& entry : std::filesystem::directory_iterator(LIVECAM_PICTURES)) {
        const std::string name = entry.path().filename();
        samples.push_back({name, type_of(entry.path().extension().string().substr(1)), load(name)});
    }
    std::sort(samples.begin(), samples.end(),
              [](const Sample& a, const Sample& b) { return a.name < b.name; });
    return samples;
}

Body encode_jpeg(const JpegOptions& options) {
    std::vector<unsigned char> pixels;
    for (int i = 0; i < options.width * options.height * 3; ++i) {
        pixels.push_back(static_cast<unsigned char>(i * 37 ^ i / 64));
    }
    // TurboJPEG's interface to restart intervals is this variable: "1b" is every block.
    ::setenv("TJ_RESTART", options.restart ? "1b" : "0", 1);
    const tjhandle handle = ::tjInitCompress();
    unsigned char* out = nullptr;
    unsigned long size = 0;
    const int rc =
        ::tjCompress2(handle, pixels.data(), options.width, 0, options.height, TJPF_RGB, &out,
                      &size, TJSAMP_420, 80, options.progressive ? TJFLAG_PROGRESSIVE : 0);
    const Body body = rc == 0 ? Body(reinterpret_cast<char*>(out), size) : Body();
    ::tjFree(out);
    ::tjDestroy(handle);
    if (body.empty()) {
        throw std::runtime_error("TurboJPEG cannot encode");
    }
    return body;
}

Body jpeg_segment(std::uint8_t code, std::string_view content) {
    return Body{'\xFF', static_cast<char>(code)} +
           be16(static_cast<std::uint32_t>(content.size() + 2)) + Body(content);
}

std::size_t find_marker(std::string_view jpeg, std::uint8_t code, std::size_t from) {
    const std::size_t found = jpeg.find(Body{'\xFF', static_cast<char>(code)}, from);
    if (found == std::string_view::npos) {
        throw std::runtime_error("the sample lacks a marker");
    }
    return found;
}

Body png_chunk(std::string_view type, std::string_view data) {
    const Body covered = Body(type) + Body(data);
    const auto crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(covered.data()), covered.size());
    return be32(static_cast<std::uint32_t>(data.size())) + covered +
           be32(static_cast<std::uint32_t>(crc));
}

Body png_signature() {
    return "\x89PNG\r\n\x1A\n";
}

Body png_header(const PngOptions& options) {
    return png_chunk("IHDR", be32(options.width) + be32(options.height) +
                                 Body{static_cast<char>(options.depth),
                                      static_cast<char>(options.colour), 0, 0, 0});
}

Body png_data() {
    const PngOptions options;
    const Body rows((options.width * 3 + 1) * options.height, '\0');
    Body packed(::compressBound(rows.size()), '\0');
    uLongf size = packed.size();
    ::compress(reinterpret_cast<Bytef*>(packed.data()), &size,
               reinterpret_cast<const Bytef*>(rows.data()), rows.size());
    packed.resize(size);
    return png_chunk("IDAT", packed);
}

Body make_png(const PngOptions& options) {
    return png_signature() + png_header(options) + png_data() + png_chunk("IEND", "");
}

Body be16(std::uint32_t value) {
    return integer(value, 2, true);
}
Body be32(std::uint32_t value) {
    return integer(value, 4, true);
}
Body le16(std::uint32_t value) {
    return integer(value, 2, false);
}
Body le24(std::uint32_t value) {
    return integer(value, 3, false);
}
Body le32(std::uint32_t value) {
    return integer(value, 4, false);
}

}  // namespace livecam::test
