// A file built into the binary by livecam_embed (sidecar/embed.cmake).
#pragma once

#include <string_view>

namespace livecam {

struct EmbeddedFile {
    std::string_view name;   // relative to the BASE it was embedded from
    std::string_view bytes;  // as they are on disk; followed by a NUL outside the view
};

}  // namespace livecam
