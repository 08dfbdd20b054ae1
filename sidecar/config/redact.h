// Addresses as they may be written to a log.
#pragma once

#include <string>
#include <string_view>

namespace livecam::config {

/// The address without its secrets: user info becomes "***@" and a query "?***" (many cameras take
/// the password there). Meant for broken addresses too: where an "@" may end a credential,
/// everything between the scheme and it goes, even if that hides more than user info.
/// "http://u:p@cam/x.jpg?pwd=1" is "http://***@cam/x.jpg?***".
std::string redact_url(std::string_view url);

}  // namespace livecam::config
