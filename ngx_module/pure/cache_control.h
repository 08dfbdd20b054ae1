// Cache-Control (RFC 9111, 5.2) of what the store holds, as text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/descriptor.h"

namespace livecam::http {

class CacheControl {
  public:
    std::string_view text() const noexcept { return {text_.data(), length_}; }

    void append(std::string_view text) noexcept;
    void append(std::uint32_t number) noexcept;

  private:
    std::array<char, 128> text_;
    std::size_t length_ = 0;
};

inline constexpr std::string_view kNoStore = "no-store";
inline constexpr std::string_view kNoCache = "no-cache";  // kept, and asked about each time
/// Of the picture that stands for a camera that is down.
inline constexpr std::string_view kPlaceholderCacheControl = "public, max-age=5";
inline constexpr std::string_view kImmutable = "public, max-age=31536000, immutable";

/// Longest that a picture may be kept, however slow its camera.
inline constexpr std::uint32_t kMaxPictureAgeS = 60;
/// Of a picture whose rhythm is not known.
inline constexpr std::uint32_t kDefaultPictureAgeS = 3;

/// Seconds until the camera's next change is expected, at least 1 and at most kMaxPictureAgeS; of a
/// camera without a rhythm its max_age_s, or kDefaultPictureAgeS.
std::uint32_t picture_max_age_s(const Descriptor& descriptor, std::int64_t now_ms) noexcept;

/// Of the newest picture. It may be shown while a newer one is asked for, and for ten minutes when
/// nobody answers (RFC 5861).
CacheControl picture_cache_control(const Descriptor& descriptor, std::int64_t now_ms) noexcept;

CacheControl body_cache_control(const Descriptor& descriptor) noexcept;

}  // namespace livecam::http
