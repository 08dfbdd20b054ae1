// One walker per format. Each is called with bytes that begin with its format's signature, and
// answers with the picture's true end or with what is wrong.
#pragma once

#include "sidecar/picture/byte_reader.h"
#include "sidecar/picture/inspect.h"

namespace livecam::picture {

Inspection inspect_jpeg(Bytes bytes, const Limits& limits) noexcept;
Inspection inspect_png(Bytes bytes, const Limits& limits) noexcept;
Inspection inspect_gif(Bytes bytes, const Limits& limits) noexcept;
Inspection inspect_webp(Bytes bytes, const Limits& limits) noexcept;
Inspection inspect_avif(Bytes bytes, const Limits& limits) noexcept;

/// Begins with a "<", after white space and a byte order mark; also what is white
/// space for so long that nobody knows.
bool is_markup(Bytes bytes) noexcept;

/// Names what bytes are that begin with no picture's signature: always kWrongType.
Inspection name_other(Bytes bytes) noexcept;

}  // namespace livecam::picture
