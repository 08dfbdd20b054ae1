// All scenes on one sheet, for people who change the painters.
#pragma once

#include <cstdint>
#include <string>

namespace livecam::sim {

/// Writes `scenes` pictures, four to a row, as a PNG. False when `file` cannot be written.
bool write_contact_sheet(const std::string& file, std::uint64_t seed, int scenes, int width,
                         int height);

}  // namespace livecam::sim
