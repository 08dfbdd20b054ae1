// What an entry says, decoded: which kind of answer its path has, which frames hold the bytes, and
// the times from which a camera's state is computed.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "shared/freshness.h"
#include "shared/layout.h"
#include "shared/picture_type.h"
#include "shared/reason.h"

namespace livecam {

/// What the module does for a path. Part of the layout: append only.
enum class Kind : std::uint8_t {
    kNone = 0,  // removed, or not yet published
    kBody,      // frames[] are variants of one body, one for each encoding
    kFrames,    // a camera: frames[0] is the newest picture, the others were before it
    kRedirect,  // status 301 or 302; the target is the content of frames[0]
    kMiss,      // the key is a prefix: status and short body for what is not found below it
    kEvents,    // the rest is computed by the worker from index and clock
    kStream,
    kState,
    kHealth,
    kMetrics,
    kVersion,
};

enum class Encoding : std::uint8_t { kIdentity = 0, kGzip, kBrotli };

/// One immutable payload: frames/<serial>.
struct FrameRef {
    std::uint64_t serial = 0;     // 0: none
    std::uint64_t etag = 0;       // content hash, 16 hex digits in HTTP
    std::uint64_t length = 0;     // bytes
    std::int64_t changed_at = 0;  // ms since the epoch: these bytes were first seen
    std::int64_t captured_at =
        0;  // ms since the epoch: what the origin says, never later than seen
    PictureType type = PictureType::kNone;
    Encoding encoding = Encoding::kIdentity;
    std::uint32_t width = 0;  // pixels, below 2^24; 0 for what is not a picture
    std::uint32_t height = 0;

    bool operator==(const FrameRef&) const = default;
};

/// Descriptor::flags.
inline constexpr std::uint8_t kFlagImmutable = 1;  // Cache-Control: immutable
inline constexpr std::uint8_t kFlagNoStore = 2;    // Cache-Control: no-store
inline constexpr std::uint8_t kFlagForeign = 4;    // put by livecamctl; the sidecar leaves it alone
inline constexpr std::uint8_t kFlagAnnounced = 8;  // /events tells of its changes

struct Descriptor {
    Kind kind = Kind::kNone;
    std::uint8_t flags = 0;
    std::uint16_t status = 0;  // HTTP status of redirect and miss; 0: 200
    Reason reason = Reason::kNone;
    std::uint16_t http_status = 0;  // the origin's last answer; 0: none
    std::uint64_t generation = 0;   // of this entry's last change
    std::uint32_t max_age_s = 0;
    std::uint32_t stale_while_revalidate_s = 0;
    std::int64_t checked_at = 0;       // ms since the epoch: last successful contact
    std::int64_t next_expected = 0;    // ms: when the next change is expected
    std::int64_t stale_at = 0;         // ms, see freshness.h
    std::int64_t down_at = 0;          // ms, see freshness.h
    std::uint32_t period_ms = 0;       // the camera's rhythm
    std::uint32_t failures = 0;        // in a row
    std::uint64_t groups = 0;          // bit i: belongs to the i-th group
    std::uint64_t headers_serial = 0;  // frame with further response headers; 0: none
    std::uint32_t headers_length = 0;
    std::uint8_t frame_count = 0;                                // 0 … kMaxFrames
    std::uint32_t target = layout::kAnyEntry;                    // another entry this one is about
    std::array<char, layout::kContentTypeBytes> content_type{};  // visible ASCII, NUL-padded
    std::array<FrameRef, layout::kMaxFrames> frames{};

    bool has_picture() const noexcept { return kind == Kind::kFrames && frame_count > 0; }
    /// A camera that is down for longer than its on_down allows: another answer stands for it.
    bool withheld() const noexcept {
        return kind == Kind::kFrames && (status != 0 || target != layout::kAnyEntry);
    }
    std::string_view type() const noexcept;
    /// False, and unchanged, if the text is too long or not visible ASCII.
    bool set_type(std::string_view text) noexcept;
    Freshness freshness() const noexcept;
};

using DescriptorWords = std::array<std::uint64_t, layout::kDescriptorWords>;

DescriptorWords encode(const Descriptor& descriptor) noexcept;

/// Never fails: numbers out of range become the nearest harmless value (kind kNone, frame_count
/// kMaxFrames, an empty content type), so that a damaged index cannot do harm.
void decode(const DescriptorWords& words, Descriptor& descriptor) noexcept;
Descriptor decode(const DescriptorWords& words) noexcept;

}  // namespace livecam
