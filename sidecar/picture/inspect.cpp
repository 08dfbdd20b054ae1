#include "sidecar/picture/inspect.h"

#include "sidecar/picture/formats.h"
#include "sidecar/picture/verdict.h"

namespace livecam::picture {
namespace {

constexpr std::string_view kJpegMagic = "\xFF\xD8";
constexpr std::string_view kPngMagic = "\x89PNG\r\n\x1A\n";
constexpr std::size_t kRiffHeader = 12;  // "RIFF", a size, "WEBP"

/// Fewer bytes than a signature has, and they agree with it as far as they go.
bool cut_inside(Bytes bytes, std::string_view magic) noexcept {
    return bytes.size() < magic.size() && starts_with(bytes, magic.substr(0, bytes.size()));
}

bool is_webp(Bytes bytes) noexcept {
    return starts_with(bytes, "RIFF") && bytes.size() >= kRiffHeader &&
           starts_with(bytes.subspan(8), "WEBP");
}

bool is_isobmff(Bytes bytes) noexcept {
    return bytes.size() >= 8 && starts_with(bytes.subspan(4), "ftyp");
}

}  // namespace

Inspection inspect(std::span<const std::byte> bytes, const Limits& limits) noexcept {
    if (bytes.empty()) {
        return wrong_type("empty body");
    }
    if (starts_with(bytes, kJpegMagic)) {
        return inspect_jpeg(bytes, limits);
    }
    if (starts_with(bytes, kPngMagic)) {
        return inspect_png(bytes, limits);
    }
    if (starts_with(bytes, "GIF87a") || starts_with(bytes, "GIF89a")) {
        return inspect_gif(bytes, limits);
    }
    if (is_webp(bytes)) {
        return inspect_webp(bytes, limits);
    }
    if (is_isobmff(bytes)) {
        return inspect_avif(bytes, limits);
    }
    if (cut_inside(bytes, kJpegMagic)) {
        return invalid(PictureType::kJpeg, "JPEG: cut off inside its signature");
    }
    if (cut_inside(bytes, kPngMagic)) {
        return invalid(PictureType::kPng, "PNG: cut off inside its signature");
    }
    if (cut_inside(bytes, "GIF89a") || cut_inside(bytes, "GIF87a")) {
        return invalid(PictureType::kGif, "GIF: cut off inside its signature");
    }
    if (starts_with(bytes, "RIFF") && bytes.size() < kRiffHeader) {
        return invalid(PictureType::kWebp, "WebP: cut off inside its signature");
    }
    return name_other(bytes);
}

}  // namespace livecam::picture
