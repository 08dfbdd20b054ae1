// For "verify": "decode": is a JPEG's compressed data sound?
#pragma once

#include "sidecar/picture/inspect.h"

namespace livecam::picture {

/// Decodes all of a JPEG that inspect() found complete, by libjpeg-turbo: every Huffman code of
/// every scan and component. What follows in a decoder cannot fail, so the output is as small as it
/// gets: grey, an eighth of the size. `found` again if nothing is wrong; kInvalid if libjpeg
/// warns; kTooBig if decoding it would take too much: more than 16
/// million pixels, or more than 64 scans. On one core 2 ms for 1280×720 and 5 ms
/// for 1920×1080, progressive ones 9 and 37 ms.
Inspection decode_jpeg(std::span<const std::byte> bytes, const Inspection& found) noexcept;

}  // namespace livecam::picture
