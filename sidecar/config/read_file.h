// A configuration file's text.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace livecam::config {

inline constexpr std::size_t kMaxFileBytes = 16u << 20;

/// The whole file, or why it cannot be read, with the remedy. Only regular files of at most 16 MB;
/// never waits (a FIFO is refused, not read).
tl::expected<std::string, std::string> read_file(const std::string& path);

}  // namespace livecam::config
