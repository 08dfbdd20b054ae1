// For "verify": "none": bytes as they come, if their sender calls them a picture.
#pragma once

#include <string_view>

#include "sidecar/picture/inspect.h"

namespace livecam::picture {

/// The type is that of `content_type`, one that the store can name; dimensions are 0 unless the
/// bytes are a complete picture of that type; the length is all of it. Markup (HTML, XML, SVG) and
/// an empty body are kWrongType whatever they are called: they could run scripts.
Inspection take_verbatim(std::span<const std::byte> bytes, std::string_view content_type) noexcept;

}  // namespace livecam::picture
