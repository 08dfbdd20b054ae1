// Whose server an address names: the unit of politeness and of connection reuse.
#pragma once

#include <string>

namespace livecam::fetch {

/// "https://example.org:443" for an http or https address: the origin of RFC 6454, section 4,
/// always with its port, in lower case and without user info. Empty for what is not such an
/// address.
std::string origin_of(const std::string& url);

}  // namespace livecam::fetch
