// Which frames have a name at the moment: for the writer, at its start.
#pragma once

#include <cstdint>
#include <vector>

namespace livecam {

/// The serials of all frames in the directory, in no order.
std::vector<std::uint64_t> named_serials(int frames_dir);

}  // namespace livecam
