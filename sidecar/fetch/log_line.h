// Text of others made fit for our log.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace livecam::fetch {

/// "user:password" as it stands in the address, or empty.
std::string user_info_of(std::string_view url);

/// One line of visible ASCII, at most 200 bytes; each of `secrets` is replaced by "***".
std::string log_line(std::string_view text, std::span<const std::string> secrets);

}  // namespace livecam::fetch
