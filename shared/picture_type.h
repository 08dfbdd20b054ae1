// What kind of bytes a frame holds. The number is part of the store's layout: append only.
#pragma once

#include <cstdint>
#include <string_view>

namespace livecam {

enum class PictureType : std::uint8_t { kNone = 0, kJpeg, kPng, kGif, kWebp, kAvif };

/// The media type, or empty for kNone and for numbers of a later layout.
constexpr std::string_view media_type(PictureType type) noexcept {
    switch (type) {
        case PictureType::kJpeg:
            return "image/jpeg";
        case PictureType::kPng:
            return "image/png";
        case PictureType::kGif:
            return "image/gif";
        case PictureType::kWebp:
            return "image/webp";
        case PictureType::kAvif:
            return "image/avif";
        case PictureType::kNone:
            break;
    }
    return {};
}

}  // namespace livecam
