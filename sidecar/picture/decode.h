// For "verify": "decode": is a JPEG's compressed data sound?
#pragma once

#include "sidecar/picture/inspect.h"

namespace livecam::picture {

/// Decodes all of a JPEG that inspect() found complete, by libjpeg-turbo: every Huffman code of
/// every scan and component. What follows in a decoder cannot fail, so the output is as small as it
/// gets: grey, an eighth of the size. `found` again if nothing is wrong; kInvalid if libjpeg
/// warns; kTooBig if decoding it would take too much: more than 16
/// million pixels, or more than 64 scans. Takes about 2 ms for 1280×720 on one core.
Inspection decode_jpeg(std::span<const std::byte> bytes, const Inspection& found) noexcept;

}  // namespace livecam::picture
