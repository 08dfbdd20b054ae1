// A livecam configuration whose cameras are the simulator's own.
#pragma once

#include <chrono>
#include <string>

namespace livecam::sim {

/// JSON text: two groups, the first half of the cameras north, the others south. `origin` is
/// "http://host:port".
std::string wall_config(const std::string& origin, int cameras, std::chrono::milliseconds interval);

/// Writes through a temporary file and a rename, so that a reader sees all of it or none. Throws
/// std::system_error naming the file.
void write_atomically(const std::string& file, const std::string& text);

}  // namespace livecam::sim
