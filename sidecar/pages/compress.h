// Ready-made variants of a body, so that nothing is compressed while somebody waits.
#pragma once

#include <string>
#include <string_view>

#include "sidecar/pages/body.h"

namespace livecam::pages {

struct Effort {
    int gzip;    // 1 … 9
    int brotli;  // 0 … 11
};

/// For pages, which are many or rebuilt up to once a second.
inline constexpr Effort kFollowingEffort{6, 5};
/// For the files under /s/, which change with a release.
inline constexpr Effort kFixedEffort{9, 11};

/// Below this many bytes headers weigh more than what is saved.
inline constexpr std::size_t kMinCompressBytes = 256;

struct Variants {
    std::string gzip;    // RFC 1952; empty: not worth having
    std::string brotli;  // RFC 7932; empty: not worth having
};

/// The best level takes milliseconds for each: right for the few files that are kept for ever, and
/// too long for the pages of a thousand cameras, for which a start would wait.
Effort effort_for(const Body& body) noexcept;

/// Variants that are smaller than `content`. The same content gives the same bytes.
Variants compress(std::string_view content, Effort effort);

}  // namespace livecam::pages
