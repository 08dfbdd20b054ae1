// Server-sent events as text (WHATWG HTML, 9.2.5). Each function writes one whole event, or sets
// TextBuffer::full() and leaves it to the caller to take the rest back.
//
// What stands in the index is trusted for nothing: a name that could break out of a JSON string or
// of a line is not written at all.
#pragma once

#include <cstdint>
#include <string_view>

#include "ngx_module/pure/event_id.h"
#include "shared/descriptor.h"

namespace livecam::http {

/// The largest event there is: names of kMaxEventNameBytes, and a prefix of kMaxPrefixBytes.
inline constexpr std::size_t kMaxEventNameBytes = 512;
inline constexpr std::size_t kMaxPrefixBytes = 256;
inline constexpr std::size_t kMaxEventBytes = 2048;

/// Letters, digits and -._~/: what stands in a JSON string and in an address as it is.
bool plain_name(std::string_view name) noexcept;

struct CameraLine {
    std::string_view prefix;    // of all addresses, "" or "/prefix"
    std::string_view camera;    // the slug
    std::string_view stand_in;  // the path of what is shown while the picture is withheld
    const Descriptor& descriptor;
    CameraState state;
};

/// {"camera":"a","image":"/image/a/00…","shown":"picture","changed_at":ms,"stale_at":ms,
/// "state":"live"}. While a picture is withheld, `image` is the "placeholder" that is shown, or
/// null if it is "nothing"; without a picture, both times are null as well.
void put_camera(TextBuffer& out, const CameraLine& line) noexcept;

void put_frame_event(TextBuffer& out, const CameraLine& line, EventId id) noexcept;
void put_state_event(TextBuffer& out, const CameraLine& line, EventId id) noexcept;

/// A page or JSON that viewers show has changed.
void put_page_event(TextBuffer& out, std::string_view prefix, std::string_view path,
                    std::uint64_t etag, EventId id) noexcept;

/// Another list of cameras or another design: pages should be loaded anew.
void put_version_event(TextBuffer& out, std::string_view version, EventId id) noexcept;

}  // namespace livecam::http
